import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { has, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { device } from "./agent";
import { Devices } from "./Devices";
import { Passkeys } from "./Passkeys";
import { Password } from "./Password";
import { endSession, sessionsQuery, signOut } from "./queries";

function Sessions() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: async () => {
      toast(t("security.ended"));
      await queryClient.invalidateQueries({ queryKey: ["sessions"] });
    },
  });
  const list = data?.items;
  return (
    <section className="card narrow">
      <div className="card-head"><div><h2 className="h2">{t("security.sessions")}</h2><p className="small muted">{t("security.sessionsHint")}</p></div></div>
      {error ? <Failed what={t("security.sessions")} error={error} retry={() => void refetch()} /> : !list ? <Skeleton rows={2} /> : (
        <ul className="card-list">
          {list.map((one) => (
            <li key={one.id} className="item">
              <span className="grow"><b>{device(one.user_agent)}</b>{one.kind === "token" && <> <span className="tag tag-line">{t("security.token")}</span></>}{one.current && <> <span className="tag tag-ok">{t("security.this")}</span></>}
                <br /><span className="small muted">{[one.ip, t("security.seen", { when: format.moment(one.seen_at) })].filter(Boolean).join(" · ")}</span></span>
              {one.current
                ? <Button small onClick={() => void signOut()}>{t("shell.signOut")}</Button>
                : <Button small kind="danger" busy={end.isPending && end.variables === one.id} onClick={() => end.mutate(one.id)}>{t("security.end")}</Button>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function SecurityTab() {
  const me = useMe();
  return <div className="stack-6">{has(me, "FEATURE_PASSKEYS") && <Passkeys />}<Password /><Sessions /><Devices /></div>;
}
