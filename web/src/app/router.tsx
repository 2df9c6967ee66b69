import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type SearchSchemaInput } from "@tanstack/react-router";
import { Problem } from "@/shared/http/problem";
import { queryClient } from "@/shared/http/query-client";
import { sessionBegan } from "@/shared/session/expiry";
import { speak } from "@/shared/i18n/i18n";
import { may, meQuery, type View, viewOf } from "@/shared/session/me";
import type { UrlState } from "@/shared/table/url-state";
import { Toaster } from "@/shared/ui/Toaster";
import { Broken, NotFound, Nowhere } from "./errors";

/** Plain words in the address: ?status=APPLIED,SELECTED&page=2, never JSON. */
function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") params.set(name, value);
  }
  const text = params.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
  return text ? `?${text}` : "";
}

const root = createRootRoute({
  validateSearch: (search: Partial<Record<string, string>> & SearchSchemaInput): UrlState => search as UrlState,
  component: () => (<><Outlet /><Toaster /></>),
  notFoundComponent: () => <main><Nowhere /></main>,
  errorComponent: Broken,
});

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
      sessionBegan();
    } catch (error) {
      if (Problem.from(error).status !== 401) throw error;
      // Another document: the door is served apart from the application.
      const next = location.href === "/" ? "" : `?next=${encodeURIComponent(location.href)}`;
      window.location.replace(`/login${next}`);
      await new Promise(() => undefined);
    }
  },
  component: lazyRouteComponent(() => import("./Shell"), "Shell"),
});

/** What a page asks first, by its address: fetched while its code is, so that it opens with its content. */
interface Ready {
  before?: (search: Record<string, string>, path: string) => Promise<unknown>[];
}

/** Longer than this nobody waits before the page opens with its skeleton. */
const PATIENCE = 300;

interface Screen {
  /** The permission without which the page answers with the 403 page instead of an empty one. */
  needs?: string;
  /** The catalogues that its words are in; they travel beside its code. */
  words: string[];
  /** Readers of different kinds find different screens at one address. Whoever signs in as somebody else starts with a
   * fresh document, so the choice holds. */
  load: (view: View) => Promise<React.ComponentType & Ready>;
}

function page<const Path extends string>(path: Path, { needs, words: names, load }: Screen) {
  return createRoute({
    getParentRoute: () => inside,
    path,
    component: lazyRouteComponent(async () => {
      const me = queryClient.getQueryData(meQuery.queryKey);
      const words = speak(...names);
      const Page = await load(me ? viewOf(me) : "other");
      const asked = Page.before?.(parseSearch(location.search), location.pathname) ?? [];
      await Promise.all([words, Promise.race([Promise.allSettled(asked), new Promise((done) => setTimeout(done, PATIENCE))])]);
      return { Page };
    }, "Page"),
    beforeLoad: () => {
      const me = queryClient.getQueryData(meQuery.queryKey);
      if (needs && me && !may(me, needs)) throw new Problem(403, { code: "forbidden", needs }, null);
    },
  });
}

const pages = [
  page("/", { words: ["home", "jobs", "applications"], load: async (view) => {
    if (view === "student") return (await import("@/features/home/StudentHome")).StudentHome;
    if (view === "office") return (await import("@/features/home/OfficeHome")).OfficeHome;
    if (view === "recruiter") return (await import("@/features/home/RecruiterHome")).RecruiterHome;
    return (await import("@/features/home/OtherHome")).OtherHome;
  } }),
  page("/jobs", { needs: "jobs.read", words: ["jobs", "table"], load: async (view) => view === "student" ? (await import("@/features/jobs/JobsPage")).JobsPage : (await import("@/features/jobs/OfficeJobsPage")).OfficeJobsPage }),
  page("/jobs/new", { needs: "jobs.write", words: ["jobs", "record"], load: async () => (await import("@/features/jobs/JobEditorPage")).NewJobPage }),
  page("/jobs/$jobId", { needs: "jobs.read", words: ["jobs", "audit"], load: async (view) => view === "student" ? (await import("@/features/jobs/JobPage")).JobPage : (await import("@/features/jobs/OfficeJobPage")).OfficeJobPage }),
  page("/jobs/$jobId/edit", { needs: "jobs.write", words: ["jobs", "record"], load: async () => (await import("@/features/jobs/JobEditorPage")).EditJobPage }),
  page("/jobs/$jobId/applicants", { needs: "applicants.read", words: ["applications", "students", "jobs", "lanes", "table"], load: async () => (await import("@/features/applications/ApplicantsPage")).ApplicantsPage }),
  page("/applications", { needs: "applications.read", words: ["applications", "jobs", "lanes", "table"], load: async (view) => view === "student" ? (await import("@/features/applications/BoardPage")).BoardPage : (await import("@/features/applications/AllApplicationsPage")).AllApplicationsPage }),
  page("/applications/$applicationId", { needs: "applications.read", words: ["applications", "jobs"], load: async () => (await import("@/features/applications/ApplicationPage")).ApplicationPage }),
  page("/applications/$applicationId/offer", { needs: "applications.read", words: ["applications", "jobs"], load: async () => (await import("@/features/applications/OfferPage")).OfferPage }),
  page("/students", { needs: "students.read", words: ["students", "applications", "imports", "table"], load: async () => (await import("@/features/students/StudentsPage")).StudentsPage }),
  page("/students/corrections", { needs: "corrections.decide", words: ["students", "me", "applications"], load: async () => (await import("@/features/students/CorrectionsPage")).CorrectionsPage }),
  page("/students/import", { needs: "students.import", words: ["imports"], load: async () => (await import("@/features/imports/ImportPage")).ImportPage }),
  page("/students/import/$importId", { needs: "students.import", words: ["imports"], load: async () => (await import("@/features/imports/ImportPage")).ImportPage }),
  page("/students/$studentId", { needs: "students.read", words: ["students", "applications", "audit", "me", "jobs", "record"], load: async () => (await import("@/features/students/StudentPage")).StudentPage }),
  page("/companies", { needs: "companies.read", words: ["companies", "table"], load: async () => (await import("@/features/companies/CompaniesPage")).CompaniesPage }),
  page("/people", { needs: "users.read", words: ["people", "table"], load: async () => (await import("@/features/people/PeoplePage")).PeoplePage }),
  page("/people/$userId", { needs: "users.read", words: ["people"], load: async () => (await import("@/features/people/PersonPage")).PersonPage }),
  page("/audit", { needs: "audit.read", words: ["audit", "table"], load: async () => (await import("@/features/audit/AuditPage")).AuditPage }),
  page("/tasks", { needs: "tasks.read", words: ["tasks"], load: async () => (await import("@/features/tasks/TasksPage")).TasksPage }),
  page("/tasks/$taskId", { needs: "tasks.read", words: ["tasks"], load: async () => (await import("@/features/tasks/TaskPage")).TaskPage }),
  page("/notifications", { needs: "notifications.read", words: ["notifications"], load: async () => (await import("@/features/notifications/NotificationsPage")).NotificationsPage }),
  page("/settings", { needs: "institution.read", words: ["settings", "table"], load: async () => (await import("@/features/settings/SettingsPage")).SettingsPage }),
  page("/welcome", { words: ["welcome"], load: async () => (await import("@/features/home/WelcomePage")).WelcomePage }),
  page("/me", { words: ["me", "door"], load: async () => (await import("@/features/identity/MePage")).MePage }),
];

/** The menu says "Applicants"; who types that gets there. */
const applicants = createRoute({ getParentRoute: () => inside, path: "/applicants", beforeLoad: () => { throw redirect({ to: "/applications" }); } });

/** Where notices of corrections lead. */
const corrections = createRoute({ getParentRoute: () => inside, path: "/corrections", beforeLoad: () => { throw redirect({ to: "/students/corrections" }); } });

/** An address that nobody has: inside the frame, where there is a search. */
const unknown = createRoute({ getParentRoute: () => inside, path: "$", component: NotFound });

/** Every part in every state: for those who build it, and not in what is shipped. */
const parts = import.meta.env.DEV
  ? [createRoute({ getParentRoute: () => root, path: "/dev/components", component: lazyRouteComponent(async () => { const [Parts] = await Promise.all([import("@/dev/ComponentsPage"), speak("table")]); return Parts; }, "ComponentsPage") })]
  : [];

export const router = createRouter({
  routeTree: root.addChildren([inside.addChildren([...pages, applicants, corrections, unknown]), ...parts]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: Nowhere,
});
