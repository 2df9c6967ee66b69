import { useTranslation } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/http/query-client";
import { sessionBegan, whyExpired } from "@/shared/session/expiry";
import { type Me, meQuery, useMe } from "@/shared/session/me";
import { Dialog } from "@/shared/ui/Dialog";
import { SignIn } from "@/shared/session/SignIn";
import { signOut } from "./queries";

/** Signing in again happens over the page, so that nothing typed below it is lost. */
export function SessionDialog() {
  const { t } = useTranslation();
  const me = useMe();
  const confirms = whyExpired() === "confirm";
  return (
    <Dialog open required={!confirms} onClose={sessionBegan} title={t(confirms ? "session.confirm" : "session.title")} sub={t(confirms ? "session.confirmText" : "session.text")}>
      <SignIn
        email={me.email}
        next={`${location.pathname}${location.search}`}
        submitLabel={t("session.submit")}
        onDone={async () => {
          const now: Me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
          // Somebody else's screens must not show on in the first person's page.
          if (now.id !== me.id) return location.assign("/");
          sessionBegan();
          await queryClient.invalidateQueries();
        }}
      />
      {/* On a computer that several people use, the next one is not held up by the last one's name. */}
      <p className="small"><button type="button" className="link" onClick={() => void signOut()}>{t("session.other", { name: me.full_name })}</button></p>
    </Dialog>
  );
}
