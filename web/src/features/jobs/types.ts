import type { HistoryEntry } from "@/shared/flow/History";
import type { Holder } from "@/shared/ui/facts";
import type { Move } from "@/shared/flow/moves";
import type { Status } from "@/shared/flow/statuses";

export interface Reason {
  rule: string;
  passed: boolean;
  text: string;
  needed: string | number | null;
  actual: string | number | null;
  remedy: string | null;
}

export interface Verdict {
  eligible: boolean;
  summary: string;
  reasons: Reason[];
}

export interface CtcPart {
  name: string;
  amount: number;
}

export interface Job {
  id: string;
  title: string;
  company: { id: string; name: string };
  location: string | null;
  job_type: string;
  experience_level: string | null;
  ctc: number | null;
  currency: string;
  ctc_parts: CtcPart[];
  skills: string[];
  min_cgpa: number | null;
  branches: string[];
  graduation_year: number | null;
  max_active_backlogs: number | null;
  min_10th: number | null;
  min_12th: number | null;
  openings: number | null;
  deadline_at: string | null;
  state: string;
  is_active: boolean;
  posted_at: string | null;
  created_at: string;
  saved?: boolean;
  application?: { id: string; status: Status } | null;
  verdict?: Verdict | null;
  applications_count?: number | null;
  moves?: Move[];
}


export interface JobDetail extends Job {
  description: string | null;
  jd_link: string | null;
  jd_file: { id?: string; name?: string; url?: string } | string | null;
  policy?: string[] | { lines: string[] } | null;
  history?: HistoryEntry[];
  gender?: string | null;
  waiting_for?: Holder;
}

export interface EligibleCount {
  eligible: number;
  total: number;
  by_rule: { rule: string; removes: number }[];
}
