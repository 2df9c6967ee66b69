import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { statuses, type Status } from "./statuses";

export interface HistoryEntry {
  at: string;
  label?: string | null;
  text?: string | null;
  to?: string | null;
  /** A step that moves nothing is named by itself. */
  move?: string | null;
  by?: { name?: string; full_name?: string } | string | null;
  note?: string | null;
  reason?: string | null;
  cause?: string | null;
}

/** Who did what when and why, newest last; the last one is where things stand. */
export function History({ lines }: { lines: HistoryEntry[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ordered = [...lines].sort((a, b) => a.at.localeCompare(b.at));
  const word = (line: HistoryEntry) => {
    if (line.move === "ask-question") return t("history.asked");
    if (line.to && (statuses as readonly string[]).includes(line.to)) return t(`status.${line.to as Status}`);
    return line.text ?? line.label ?? (line.to ? t(`jobState.${line.to}`, { defaultValue: line.to }) : "");
  };
  return (
    <ol className="timeline">
      {ordered.map((line, index) => {
        const by = typeof line.by === "string" ? line.by : (line.by?.name ?? line.by?.full_name);
        return (
          <li key={`${line.at}-${index}`} className={index === ordered.length - 1 ? "now" : "done"}>
            <b>{word(line)}</b><br />
            <span className="small muted">{[format.moment(line.at), by].filter(Boolean).join(" · ")}</span>
            {(line.reason ?? line.note) && <><br /><span className="small">{[line.reason, line.note].filter(Boolean).join(". ")}</span></>}
            {line.cause && <><br /><span className="small muted">{t(`cause.${line.cause}`, { defaultValue: line.cause })}</span></>}
          </li>
        );
      })}
    </ol>
  );
}
