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
}
