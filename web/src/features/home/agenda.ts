import type { Job, Mine } from "./queries";

export interface Todo {
  key: string;
  kind: "offer" | "interview" | "saved";
  at: string;
  application?: Mine;
  job: Job | Mine["job"];
}

const DAY = 86_400_000;

/** What needs an answer, by deadline: offers, interviews to come, and saved jobs that close within two days. */
export function todosOf(applications: Mine[], saved: Job[], now: Date): Todo[] {
  const found: Todo[] = [];
  for (const application of applications) {
    const { id, job, status, offer, interview_at: interview, since } = application;
    if (status === "OFFER_RELEASED") found.push({ key: id, kind: "offer", at: offer?.deadline_at ?? since, application, job });
    if (status === "INTERVIEW_SCHEDULED" && interview && new Date(interview) > now) found.push({ key: id, kind: "interview", at: interview, application, job });
  }
  for (const job of saved) {
    const left = job.deadline_at ? new Date(job.deadline_at).getTime() - now.getTime() : Number.NaN;
    if (!job.application && job.deadline_at && left > 0 && left < 2 * DAY && job.verdict?.eligible) found.push({ key: job.id, kind: "saved", at: job.deadline_at, job });
  }
  return found.sort((a, b) => a.at.localeCompare(b.at));
}

export interface Entry {
  key: string;
  at: string;
  kind: "offer" | "interview" | "closes";
  to: string;
  company: string;
  title: string;
  note: string | null;
}

/** The next seven days: what is fixed, and which saved jobs close. */
export function weekOf(applications: Mine[], saved: Job[], now: Date): Entry[] {
  const end = new Date(now.getTime() + 7 * DAY).toISOString();
  const start = now.toISOString();
  const list: Entry[] = applications.flatMap(({ id, job, status, offer, interview_at: interview, interview_place: place }) => {
    const shared = { company: job.company.name, title: job.title };
    const made: Entry[] = [];
    if (interview && status === "INTERVIEW_SCHEDULED") made.push({ ...shared, key: `${id}-i`, at: interview, kind: "interview", to: `/applications/${id}`, note: place });
    if (offer?.deadline_at && status === "OFFER_RELEASED") made.push({ ...shared, key: `${id}-o`, at: offer.deadline_at, kind: "offer", to: `/applications/${id}/offer`, note: null });
    return made;
  });
  for (const job of saved) {
    if (job.deadline_at && !job.application) list.push({ key: job.id, at: job.deadline_at, kind: "closes", to: `/jobs/${job.id}`, company: job.company.name, title: job.title, note: null });
  }
  return list.filter((one) => new Date(one.at).toISOString() > start && new Date(one.at).toISOString() < end).sort((a, b) => a.at.localeCompare(b.at));
}
