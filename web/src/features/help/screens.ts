import type { View } from "@/shared/session/me";

/** Which guide belongs to an address. Pure. */
export function screenOf(path: string, view: View): string {
  const [first = "", second, third] = path.split("/").filter(Boolean);
  const own = view === "student" ? "student" : view === "recruiter" ? "recruiter" : "office";
  if (first === "") return own === "student" ? "homeStudent" : own === "recruiter" ? "homeRecruiter" : "homeOffice";
  if (first === "jobs") {
    if (third === "applicants") return "applicants";
    if (second === "new" || third === "edit") return "jobEditor";
    if (second) return own === "student" ? "jobStudent" : "jobOffice";
    return own === "student" ? "jobsStudent" : "jobsOffice";
  }
  if (first === "applications") {
    if (third === "offer") return "offer";
    if (second) return own === "student" ? "applicationStudent" : "applicationOffice";
    return own === "student" ? "board" : "applications";
  }
  if (first === "students") return second === "import" ? "import" : second ? "student" : "students";
  return { companies: "companies", people: "people", audit: "audit", me: "me", notifications: "notifications", tasks: "tasks", settings: "settings" }[first] ?? "other";
}
