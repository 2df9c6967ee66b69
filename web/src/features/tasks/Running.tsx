import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { Icon } from "@/shared/ui/Icon";
import { PlainLink } from "@/shared/ui/PlainLink";
import { runningQuery } from "./queries";

/** In the top bar, while something of mine runs. */
export function Running() {
  const { t } = useTranslation();
  const { data: n = 0 } = useQuery(runningQuery);
  if (n === 0) return null;
  return <PlainLink to="/tasks" className="btn btn-quiet btn-icon bell" aria-label={t("shell.running", { count: n })} title={t("shell.running", { count: n })}><Icon name="hourglass" size={18} /><span className="count" aria-hidden="true">{n}</span></PlainLink>;
}
