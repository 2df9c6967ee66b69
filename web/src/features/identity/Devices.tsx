import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { device } from "./agent";
import { devicesQuery, forgetDevice } from "./queries";

/** Devices that are not asked for a code again. */
export function Devices() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(devicesQuery);
  const forget = useMutation({ mutationFn: forgetDevice, onSuccess: () => toast(t("device.forgotten")) });
  if (data?.items.length === 0) return null;
  return (
    <section className="card narrow">
      <div className="card-head"><div><h2 className="h2">{t("device.title")}</h2><p className="small muted">{t("device.hint")}</p></div></div>
      {error ? <Failed what={t("device.title")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={1} /> : (
        <ul className="card-list">
          {data.items.map((one) => (
            <li key={one.id} className="item">
              <span className="grow"><b>{device(one.user_agent)}</b>{one.current && <> <span className="tag tag-ok">{t("security.this")}</span></>}
                <br /><span className="small muted">{[one.ip, t("device.until", { day: format.day(one.expires_at, true) })].filter(Boolean).join(" · ")}</span></span>
              <Button small kind="danger" busy={forget.isPending && forget.variables === one.id} onClick={() => forget.mutate(one.id)}>{t("device.forget")}</Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
