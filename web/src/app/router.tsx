import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type SearchSchemaInput } from "@tanstack/react-router";
import { Problem } from "@/shared/http/problem";
import { queryClient } from "@/shared/http/query-client";
import { sessionBegan } from "@/shared/session/expiry";
import { may, meQuery, viewOf } from "@/shared/session/me";
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

const login = createRoute({ getParentRoute: () => root, path: "/login", component: lazyRouteComponent(() => import("@/features/identity/LoginPage"), "LoginPage") });
const register = createRoute({ getParentRoute: () => root, path: "/register", component: lazyRouteComponent(() => import("@/features/identity/RegisterPage"), "RegisterPage") });
const invitation = createRoute({ getParentRoute: () => root, path: "/invitation", component: lazyRouteComponent(() => import("@/features/identity/InvitationPage"), "InvitationPage") });

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
      sessionBegan();
    } catch (error) {
      if (Problem.from(error).status !== 401) throw error;
      const next = location.href === "/" ? {} : { next: location.href };
      throw redirect({ to: "/login", search: next });
    }
  },
  component: lazyRouteComponent(() => import("./Shell"), "Shell"),
});

/** A page inside the shell; `needs` is the permission without which it answers with the 403 page instead of an empty one. */
function page<const Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>, needs?: string) {
  return createRoute({
    getParentRoute: () => inside,
    path,
    component,
    beforeLoad: () => {
      const me = queryClient.getQueryData(meQuery.queryKey);
      if (needs && me && !may(me, needs)) throw new Problem(403, { code: "forbidden" }, null);
    },
  });
}

function view() {
  const me = queryClient.getQueryData(meQuery.queryKey);
  return me ? viewOf(me) : "other";
}

/** Two readers, two screens, one address: whoever signs in as somebody else starts with a fresh page, so the choice holds. */
function either(student: () => Promise<Record<string, React.ComponentType>>, staff: () => Promise<Record<string, React.ComponentType>>, name: string) {
  return lazyRouteComponent(async () => {
    const loaded = view() === "student" ? await student() : await staff();
    return { [name]: loaded[name] };
  }, name);
}

const pages = [
  page("/", lazyRouteComponent(async () => {
    const kind = view();
    if (kind === "student") return { Home: (await import("@/features/home/StudentHome")).StudentHome };
    if (kind === "office") return { Home: (await import("@/features/home/OfficeHome")).OfficeHome };
    if (kind === "recruiter") return { Home: (await import("@/features/home/RecruiterHome")).RecruiterHome };
    return { Home: (await import("@/features/home/OtherHome")).OtherHome };
  }, "Home")),
  page("/jobs", either(async () => ({ Page: (await import("@/features/jobs/JobsPage")).JobsPage }), async () => ({ Page: (await import("@/features/jobs/OfficeJobsPage")).OfficeJobsPage }), "Page"), "jobs.read"),
  page("/jobs/new", lazyRouteComponent(() => import("@/features/jobs/JobEditorPage"), "NewJobPage"), "jobs.write"),
  page("/jobs/$jobId", either(async () => ({ Page: (await import("@/features/jobs/JobPage")).JobPage }), async () => ({ Page: (await import("@/features/jobs/OfficeJobPage")).OfficeJobPage }), "Page"), "jobs.read"),
  page("/jobs/$jobId/edit", lazyRouteComponent(() => import("@/features/jobs/JobEditorPage"), "EditJobPage"), "jobs.write"),
  page("/jobs/$jobId/applicants", lazyRouteComponent(() => import("@/features/applications/ApplicantsPage"), "ApplicantsPage"), "applicants.read"),
  page("/applications", either(async () => ({ Page: (await import("@/features/applications/BoardPage")).BoardPage }), async () => ({ Page: (await import("@/features/applications/AllApplicationsPage")).AllApplicationsPage }), "Page"), "applications.read"),
  page("/applications/$applicationId", lazyRouteComponent(() => import("@/features/applications/ApplicationPage"), "ApplicationPage"), "applications.read"),
  page("/applications/$applicationId/offer", lazyRouteComponent(() => import("@/features/applications/OfferPage"), "OfferPage"), "applications.read"),
  page("/students", lazyRouteComponent(() => import("@/features/students/StudentsPage"), "StudentsPage"), "students.read"),
  page("/students/import", lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage"), "students.import"),
  page("/students/import/$importId", lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage"), "students.import"),
  page("/students/$studentId", lazyRouteComponent(() => import("@/features/students/StudentPage"), "StudentPage"), "students.read"),
  page("/companies", lazyRouteComponent(() => import("@/features/companies/CompaniesPage"), "CompaniesPage"), "companies.read"),
  page("/people", lazyRouteComponent(() => import("@/features/identity/PeoplePage"), "PeoplePage"), "users.read"),
  page("/audit", lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"), "audit.read"),
  page("/me", lazyRouteComponent(() => import("@/features/identity/MePage"), "MePage")),
];

/** The menu says "Applicants"; who types that gets there. */
const applicants = createRoute({ getParentRoute: () => inside, path: "/applicants", beforeLoad: () => { throw redirect({ to: "/applications" }); } });

export const router = createRouter({
  routeTree: root.addChildren([login, register, invitation, inside.addChildren([...pages, applicants])]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
});
