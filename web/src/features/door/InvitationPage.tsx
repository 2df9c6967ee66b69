import { usePlainForm } from "@/shared/form/plain";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Problem } from "@/shared/http/problem";
import { atDoor } from "@/shared/session/house";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { DoorFrame } from "./Frame";
import { useOnce } from "./once";
import { acceptInvitation, type Invitation, lookAtInvitation } from "./queries";

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation();
  const form = usePlainForm({ defaultValues: { password: "" } });
  const submit = useSubmit(form, async (values) => {
    if (!values.password) return form.setError("password", { message: t("signIn.passwordMissing") });
    await acceptInvitation({ token, password: values.password });
    location.assign("/");
  });
  return (
    <>
      <div>
        <h1>{t("invitation.title", { house: invitation.institution })}</h1>
        <p className="muted">{t("invitation.as", { name: invitation.full_name, email: invitation.email })}</p>
      </div>
      <form className="stack-6" noValidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary form={form} />
        <TextField form={form} name="password" type="password" autoComplete="new-password" label={t("invitation.password")} hint={t("register.passwordHint")} />
        <Button kind="primary" block type="submit" busy={form.formState.isSubmitting}>{t("invitation.submit")}</Button>
      </form>
    </>
  );
}

export function InvitationPage() {
  const { t } = useTranslation();
  // Behind the #, so that it reaches no server log and no referrer.
  const token = location.hash.slice(1);
  const { data, error } = useOnce(() => lookAtInvitation(token));
  usePage(t("invitation.page"));
  return (
    <DoorFrame>
      {data ? <Accept token={token} invitation={data} /> : error ? (
        <>
          <h1>{t("invitation.gone")}</h1>
          <Notice tone="warn">{Problem.from(error).message || t("invitation.goneText")}</Notice>
          <p className="small muted">{t("register.have")} <a href={atDoor("/login")}>{t("signIn.title")}</a></p>
        </>
      ) : <Skeleton rows={3} />}
    </DoorFrame>
  );
}
