import { may, type Me, viewOf } from "@/shared/session/me";
import type { IconName } from "@/shared/ui/icons";

export interface NavItem {
  to: string;
  key: string;
  icon: IconName;
}

const home: NavItem = { to: "/", key: "home", icon: "house" };
const jobs: NavItem = { to: "/jobs", key: "jobs", icon: "briefcase" };

/** At most seven, always in this order, and only screens that exist and that this person may open. */
export function navigation(me: Me): NavItem[] {
  switch (viewOf(me)) {
    case "student":
      return [home, jobs, { to: "/applications", key: "applications", icon: "kanban" }, { to: "/me", key: "me", icon: "user" }];
    case "recruiter":
      return [home, jobs, { to: "/applications", key: "candidates", icon: "list-checks" }];
    case "office": {
      const items: NavItem[] = [home, jobs, { to: "/applications", key: "applicants", icon: "list-checks" }];
      if (may(me, "students.read")) items.push({ to: "/students", key: "students", icon: "graduation-cap" });
      if (may(me, "companies.read")) items.push({ to: "/companies", key: "companies", icon: "building-2" });
      if (may(me, "users.read")) items.push({ to: "/people", key: "people", icon: "users" });
      if (may(me, "audit.read")) items.push({ to: "/audit", key: "audit", icon: "history" });
      return items;
    }
    default:
      return may(me, "jobs.read") ? [home, jobs] : [home];
  }
}
