import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { may, useMe } from "@/shared/session/me";
import { Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { featuresQuery, switchFeature } from "./queries";

/** What the institution has switched on; the server holds to it, whatever a page shows. */
export function FeaturesTab() {
  const { t } = useTranslation();
  const me = useMe();
  const { data, error, refetch } = useQuery(featuresQuery);
  const change = useMutation({ mutationFn: switchFeature, onSuccess: (_, one) => toast(t(one.enabled ? "settings.on" : "settings.off", { name: t(`feature.${one.name}`) })) });
  if (error) return <div className="card narrow"><Failed what={t("settings.tab.features")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={5} />;
  return (
    <div className="narrow stack">
      {change.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(change.error))}</Notice>}
      <ul className="card card-list">
        {data.items.map((one) => {
          const waiting = change.isPending && change.variables.name === one.name;
          return (
            <li key={one.name} className="item">
              <label className="check grow">
                <input type="checkbox" role="switch" aria-checked={waiting ? change.variables.enabled : one.enabled} checked={waiting ? change.variables.enabled : one.enabled} disabled={one.fixed || waiting || !may(me, "features.manage")} onChange={(event) => change.mutate({ name: one.name, enabled: event.target.checked })} />
                <span className="strong">{t(`feature.${one.name}`, { defaultValue: one.title })} <span className="small muted block">{t(`featureWhat.${one.name}`, { defaultValue: one.description })}</span></span>
              </label>
              {one.fixed && <span className="small muted">{t("settings.fixed")}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
