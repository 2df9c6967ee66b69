import { queryOptions } from "@tanstack/react-query";
import { call, type Page, type Query } from "@/shared/http/http";
import type { Status } from "@/shared/flow/statuses";
import type { Holder } from "@/shared/ui/facts";

export interface PipelineRow {
  job_id: string;
  title: string;
  company: { id: string; name: string } | string;
  counts: Partial<Record<Status, number>>;
}

export interface Stats {
  active_jobs: number;
  total_students: number;
  placed_students: number;
  placed_percent: number;
  pending_applications: number;
  applications_by_status: Partial<Record<Status, number>>;
  pending_approvals: number;
  offers_open: number;
  offers_expiring_48h: number;
  closing_48h: number;
  interviews_today: number;
  median_ctc: number | null;
  pipeline: PipelineRow[];
}

export interface Mine {
  id: string;
  status: Status;
  since: string;
  waiting_for: Holder;
  interview_at?: string | null;
  interview_place?: string | null;
  job: { id: string; title: string; company: { id: string; name: string }; ctc: number | null; currency: string; location?: string | null };
  offer: { deadline_at: string | null; ctc: number | null } | null;
}

export interface OpenJob {
  id: string;
  title: string;
  company: { id: string; name: string };
  location: string | null;
  ctc: number | null;
  currency: string;
  deadline_at: string | null;
  state: string;
  applications_count?: number | null;
  application?: { status: Status } | null;
  verdict?: { eligible: boolean; summary: string } | null;
}

export const statsQuery = queryOptions({ queryKey: ["home", "stats"], queryFn: ({ signal }) => call<Stats>("GET", "/admin/stats", { signal }), refetchInterval: 60_000 });
export const mineQuery = queryOptions({ queryKey: ["applications", "home"], queryFn: ({ signal }) => call<Page<Mine>>("GET", "/applications", { query: { limit: 100 }, signal }) });
export const someJobs = (query: Query) => queryOptions({ queryKey: ["jobs", "home", query], queryFn: ({ signal }) => call<Page<OpenJob>>("GET", "/jobs", { query, signal }) });
export const someApplications = (query: Query) => queryOptions({ queryKey: ["applications", "home", query], queryFn: ({ signal }) => call<Page<Mine>>("GET", "/applications", { query, signal }) });
