import type { Translate } from "@/shared/i18n/i18n";

/** A step that the server says this person may take now. `needs` names what has to be asked first. */
export interface Move {
  name: string;
  label: string;
  to?: string | null;
  needs?: string[] | null;
  optional?: string[] | null;
  kind?: "primary" | "normal" | "danger" | null;
}

export interface MoveInput {
  note?: string;
  reason?: string;
  deadline?: string;
  ctc?: number;
  interview_at?: string;
  place?: string;
  /** How the pay is split. */
  parts?: { name: string; amount: number }[];
  joining_date?: string;
  joining_place?: string;
  conditions?: string;
  reason_code?: "another_offer" | "higher_studies" | "location" | "pay" | "role" | "other";
}

/** The catalogue's words win; a move it does not know keeps the server's own label. */
export function moveLabel(t: Translate, move: Move): string {
  return t(`moveName.${move.name}`, { defaultValue: move.label });
}

const told = new Set<string>(["reason", "deadline", "ctc", "interview_at", "place", "parts", "joining_date", "joining_place", "conditions"]);

/** What a move asks first, the note apart; one that asks nothing may be made by a single key. */
export function asked(move: Move): (keyof MoveInput)[] {
  const fields = [...(move.needs ?? []), ...(move.optional ?? [])].filter((field): field is keyof MoveInput => told.has(field));
  return [...new Set(fields)];
}
