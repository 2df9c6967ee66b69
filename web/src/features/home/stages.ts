/** The families of an application's states, as the server counts them. */
export const stages = ["applied", "progress", "interview", "offer", "placed", "closed"] as const;
export type Stage = (typeof stages)[number];

/** The server calls the won ones by what they are to the flow; here they have the colour of the placed. */
export function stagesOf(columns: Record<string, number>): Record<Stage, number> {
  const of = (stage: Stage) => columns[stage === "placed" ? "won" : stage] ?? 0;
  return { applied: of("applied"), progress: of("progress"), interview: of("interview"), offer: of("offer"), placed: of("placed"), closed: of("closed") };
}

/** Rows as a file: quoted, and nothing in it is run as a formula. */
export function tableText(head: string[], rows: (string | number)[][]): string {
  const cell = (value: string | number) => {
    const text = typeof value === "string" && /^[=+\-@\t\r]/u.test(value) ? `'${value}` : String(value);
    return `"${text.replaceAll('"', '""')}"`;
  };
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}
