import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import type { Schemas } from "@/shared/http/http";
import { Icon } from "@/shared/ui/Icon";
import { EligibleCard } from "./EligibleNow";
import { levelIcons, useCheckWords } from "./notes";
import { checksQuery } from "./queries";
import type { Check, Checks } from "./types";

const PAUSE = 400;
const levels = ["error", "warn", "info"] as const;

/** What the server says of the posting, asked again when typing pauses. */
export function useChecks(body: Schemas["JobCheckBody"]): { data: Checks | undefined; busy: boolean; error: unknown } {
  const wanted = JSON.stringify(body);
  const [settled, setSettled] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);
  const { data, error, isFetching } = useQuery({ ...checksQuery(JSON.parse(settled) as Schemas["JobCheckBody"]), placeholderData: keepPreviousData });
  return { data, error, busy: isFetching || wanted !== settled };
}

function go(field: string): void {
  const target = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
  target?.scrollIntoView({ block: "center" });
  target?.focus();
}

/** Everything there is to look at, the gravest first; each leads to its field. None of it refuses anything. */
export function ChecksCard({ checks, quiet }: { checks: Check[] | undefined; quiet: boolean }) {
  const { t } = useTranslation();
  const words = useCheckWords();
  const count = checks?.filter((check) => check.level !== "info").length ?? 0;
  return (
    <section className="card card-pad stack" aria-live="polite">
      <h2 className="h3">{quiet || !checks ? t("check.title") : t("check.count", { count })}</h2>
      {quiet ? <p className="small muted">{t("check.begin")}</p> : !checks ? <p className="small muted">{t("loading")}</p> : checks.length === 0 ? <p className="small verdict verdict-yes"><Icon name="check" />{t("check.none")}</p> : (
        <ul className="stack-2">
          {levels.flatMap((level) => checks.filter((check) => check.level === level)).map((check) => (
            <li key={check.code + check.field} className={`check-line note-${check.level}`}>
              <Icon name={levelIcons[check.level]} size={16} label={t(`check.level.${check.level}`)} />
              <button type="button" className="link small" onClick={() => go(check.field)}>{words(check)}</button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function EligibleByChecks({ data, busy, error }: ReturnType<typeof useChecks>) {
  return <EligibleCard eligible={data?.eligible} total={data?.pool ?? 0} rules={(data?.removed_by ?? []).map(({ rule, removed }) => ({ rule, removes: removed }))} busy={busy} failed={!!error} />;
}
