import { useMutation, useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { changePassword, endSession, sessionsQuery, signOut } from "./queries";

function Password() {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { current_password: "", new_password: "" }, shouldFocusError: false });
  const submit = useSubmit(form, async (values) => {
    if (!values.current_password) return form.setError("current_password", { message: t("security.currentMissing") });
    if (!values.new_password) return form.setError("new_password", { message: t("security.newMissing") });
    await changePassword(values);
    form.reset();
    toast(t("security.changed"));
    await queryClient.invalidateQueries({ queryKey: ["sessions"] });
  });
  return (
    <section className="card narrow">
      <div className="card-head"><h2 className="h2">{t("security.password")}</h2></div>
      <form className="card-pad stack-6" noValidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary form={form} />
        <TextField form={form} name="current_password" type="password" autoComplete="current-password" label={t("security.current")} />
        <TextField form={form} name="new_password" type="password" autoComplete="new-password" label={t("security.new")} hint={t("register.passwordHint")} />
        <div><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("security.change")}</Button></div>
      </form>
    </section>
  );
}

/** "Firefox on Linux" out of the long string; unknown ones are shown as sent. */
function device(agent: string | null): string {
  if (!agent) return "?";
  const browser = /Edg\//u.test(agent) ? "Edge" : /Firefox\//u.test(agent) ? "Firefox" : /Chrome\//u.test(agent) ? "Chrome" : /Safari\//u.test(agent) ? "Safari" : null;
  const system = /Android/u.test(agent) ? "Android" : /iPhone|iPad/u.test(agent) ? "iOS" : /Windows/u.test(agent) ? "Windows" : /Mac OS/u.test(agent) ? "macOS" : /Linux/u.test(agent) ? "Linux" : null;
  return [browser, system].filter(Boolean).join(", ") || agent.slice(0, 40);
}

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
  return <div className="stack-6"><Password /><Sessions /></div>;
}
