import type { HistoryEntry } from "@/shared/flow/History";
import type { Move } from "@/shared/flow/moves";
import type { Status } from "@/shared/flow/statuses";
import type { Holder } from "@/shared/ui/facts";

export interface Offer {
  id: string;
  state: string;
  ctc: number | null;
  currency?: string;
  deadline_at: string | null;
  released_at: string;
  responded_at: string | null;
  moves?: Move[];
}

export interface Applicant {
  id: string;
  user_id: string;
  full_name: string;
  email: string;
  roll_no: string | null;
  branch: string | null;
  cgpa: number | null;
  verified: boolean | { at: string } | null;
  active_backlogs?: number | null;
  graduation_year?: number | null;
  is_placed?: boolean;
}

export interface Application {
  id: string;
  status: Status;
  since: string;
  job: {
    id: string;
    title: string;
    company: { id: string; name: string };
    ctc: number | null;
    currency: string;
    deadline_at: string | null;
    location?: string | null;
  };
  student: Applicant;
  applied_at: string;
  cause: string | null;
  offer: Offer | null;
  waiting_for: Holder;
  interview_at?: string | null;
  interview_place?: string | null;
  cover_letter?: string | null;
  notes?: string | null;
  resume_url?: string | null;
  decision?: { eligible?: boolean; summary?: string; reasons?: { rule: string; passed: boolean; text: string }[] } | null;
  consequences?: string[];
  moves: Move[];
}

export interface BulkPreview {
  action: string;
  movable: { id: string; student: string | { full_name: string }; from: Status; to: Status }[];
  blocked: { id: string; student: string | { full_name: string } | null; reason: string; code: string }[];
  side_effects: string[];
  moved: number;
}

export type { HistoryEntry };
