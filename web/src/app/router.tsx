import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type SearchSchemaInput } from "@tanstack/react-router";
import { Problem } from "@/shared/http/problem";
import { queryClient } from "@/shared/http/query-client";
import { sessionBegan } from "@/shared/session/expiry";
import { meQuery, viewOf } from "@/shared/session/me";
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
  notFoundComponent: NotFound,
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

function page<const Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) {
  return createRoute({ getParentRoute: () => inside, path, component });
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
  page("/jobs", either(async () => ({ Page: (await import("@/features/jobs/JobsPage")).JobsPage }), async () => ({ Page: (await import("@/features/jobs/OfficeJobsPage")).OfficeJobsPage }), "Page")),
  page("/jobs/new", lazyRouteComponent(() => import("@/features/jobs/JobEditorPage"), "NewJobPage")),
  page("/jobs/$jobId", either(async () => ({ Page: (await import("@/features/jobs/JobPage")).JobPage }), async () => ({ Page: (await import("@/features/jobs/OfficeJobPage")).OfficeJobPage }), "Page")),
  page("/jobs/$jobId/edit", lazyRouteComponent(() => import("@/features/jobs/JobEditorPage"), "EditJobPage")),
  page("/jobs/$jobId/applicants", lazyRouteComponent(() => import("@/features/applications/ApplicantsPage"), "ApplicantsPage")),
  page("/applications", either(async () => ({ Page: (await import("@/features/applications/BoardPage")).BoardPage }), async () => ({ Page: (await import("@/features/applications/AllApplicationsPage")).AllApplicationsPage }), "Page")),
  page("/applications/$applicationId", lazyRouteComponent(() => import("@/features/applications/ApplicationPage"), "ApplicationPage")),
  page("/applications/$applicationId/offer", lazyRouteComponent(() => import("@/features/applications/OfferPage"), "OfferPage")),
  page("/students", lazyRouteComponent(() => import("@/features/students/StudentsPage"), "StudentsPage")),
  page("/students/import", lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage")),
  page("/students/import/$importId", lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage")),
  page("/students/$studentId", lazyRouteComponent(() => import("@/features/students/StudentPage"), "StudentPage")),
  page("/companies", lazyRouteComponent(() => import("@/features/companies/CompaniesPage"), "CompaniesPage")),
  page("/people", lazyRouteComponent(() => import("@/features/identity/PeoplePage"), "PeoplePage")),
  page("/audit", lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage")),
  page("/me", lazyRouteComponent(() => import("@/features/identity/MePage"), "MePage")),
];

export const router = createRouter({
  routeTree: root.addChildren([login, register, invitation, inside.addChildren(pages)]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
});
