import { useTranslation } from "@/shared/i18n/i18n";
import type { Schemas } from "@/shared/http/http";
import { Icon } from "@/shared/ui/Icon";

/** Reasons beside refusals: how many jobs are closed, and which rule closes how many. */
export function ClosedToYou({ openness, onShow }: { openness: Schemas["Openness"]; onShow: () => void }) {
  const { t, language } = useTranslation();
  const closed = openness.total - openness.open;
  if (closed <= 0) return null;
  const rules = openness.closed_by.map(({ rule, jobs }) => t(`jobs.closedRule.${rule}`, { n: jobs, defaultValue: `${rule} ${jobs}` }));
  return (
    <button type="button" className="notice closed-to-you" onClick={onShow}>
      <Icon name="lock" />
      <span className="small"><b>{t("jobs.closedBy", { count: closed })}</b> {new Intl.ListFormat(language, { type: "unit" }).format(rules)}. <span className="link">{t("jobs.showClosed")}</span></span>
    </button>
  );
}
