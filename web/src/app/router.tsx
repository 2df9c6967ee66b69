import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type SearchSchemaInput } from "@tanstack/react-router";
import { Problem } from "@/shared/http/problem";
import { queryClient } from "@/shared/http/query-client";
import { sessionBegan } from "@/shared/session/expiry";
import { speak } from "@/shared/i18n/i18n";
import { may, meQuery, type View, viewOf } from "@/shared/session/me";
import type { UrlState } from "@/shared/table/url-state";
import { Toaster } from "@/shared/ui/Toaster";
import { Broken, NotFound } from "./errors";

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
  notFoundComponent: () => <main><NotFound /></main>,
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

interface Screen {
  /** The permission without which the page answers with the 403 page instead of an empty one. */
  needs?: string;
  /** The catalogues that its words are in; they travel beside its code. */
  words: string[];
  /** Readers of different kinds find different screens at one address. Whoever signs in as somebody else starts with a
   * fresh document, so the choice holds. */
  load: (view: View) => Promise<React.ComponentType>;
}

function page<const Path extends string>(path: Path, { needs, words, load }: Screen) {
  return createRoute({
    getParentRoute: () => inside,
    path,
    component: lazyRouteComponent(async () => {
      const me = queryClient.getQueryData(meQuery.queryKey);
      const [Page] = await Promise.all([load(me ? viewOf(me) : "other"), speak(...words)]);
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
  page("/jobs/$jobId/applicants", { needs: "applicants.read", words: ["applications", "students", "jobs", "table"], load: async () => (await import("@/features/applications/ApplicantsPage")).ApplicantsPage }),
  page("/applications", { needs: "applications.read", words: ["applications", "jobs", "lanes", "table"], load: async (view) => view === "student" ? (await import("@/features/applications/BoardPage")).BoardPage : (await import("@/features/applications/AllApplicationsPage")).AllApplicationsPage }),
  page("/applications/$applicationId", { needs: "applications.read", words: ["applications", "jobs"], load: async () => (await import("@/features/applications/ApplicationPage")).ApplicationPage }),
  page("/applications/$applicationId/offer", { needs: "applications.read", words: ["applications", "jobs"], load: async () => (await import("@/features/applications/OfferPage")).OfferPage }),
  page("/students", { needs: "students.read", words: ["students", "applications", "imports", "table"], load: async () => (await import("@/features/students/StudentsPage")).StudentsPage }),
  page("/students/import", { needs: "students.import", words: ["imports"], load: async () => (await import("@/features/imports/ImportPage")).ImportPage }),
  page("/students/import/$importId", { needs: "students.import", words: ["imports"], load: async () => (await import("@/features/imports/ImportPage")).ImportPage }),
  page("/students/$studentId", { needs: "students.read", words: ["students", "applications", "audit", "me", "jobs", "record"], load: async () => (await import("@/features/students/StudentPage")).StudentPage }),
  page("/companies", { needs: "companies.read", words: ["companies", "table"], load: async () => (await import("@/features/companies/CompaniesPage")).CompaniesPage }),
  page("/people", { needs: "users.read", words: ["people", "door", "jobs", "table"], load: async () => (await import("@/features/identity/PeoplePage")).PeoplePage }),
  page("/audit", { needs: "audit.read", words: ["audit", "table"], load: async () => (await import("@/features/audit/AuditPage")).AuditPage }),
  page("/notifications", { needs: "notifications.read", words: ["notifications"], load: async () => (await import("@/features/notifications/NotificationsPage")).NotificationsPage }),
  page("/me", { words: ["me", "door"], load: async () => (await import("@/features/identity/MePage")).MePage }),
];

/** The menu says "Applicants"; who types that gets there. */
const applicants = createRoute({ getParentRoute: () => inside, path: "/applicants", beforeLoad: () => { throw redirect({ to: "/applications" }); } });

export const router = createRouter({
  routeTree: root.addChildren([inside.addChildren([...pages, applicants])]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
});
