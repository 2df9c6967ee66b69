import { useEffect, useRef, useState } from "react";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useTranslation } from "@/shared/i18n/i18n";
import { Notice } from "@/shared/ui/Notice";
import { CodeForm, useUntil } from "./CodeForm";
import { EmailForm } from "./EmailForm";
import { atDoor } from "./house";
import { isRefusal, offersInField, passkeysWork, signInWithPasskey } from "./passkey";
import { PasswordForm } from "./PasswordForm";
import { Providers } from "./Providers";
import { type CodeSent, houseWays, sendCode, verifyCode, type Ways, waysFor } from "./ways";

type Step =
  | { at: "email" }
  | { at: "password" | "sso"; email: string; ways: Ways }
  | { at: "code"; email: string; ways: Ways; sent: CodeSent; second: boolean };

interface Props {
  /** Known already: whoever signs in again over their work. */
  email?: string;
  /** Where to go afterwards, for providers whose answer comes back as a page. */
  next?: string;
  submitLabel?: string;
  onDone: () => Promise<void> | void;
}

/** Getting in: an address, then whatever its institution asks for. Used by the page, and by the dialog over somebody's work. */
export function SignIn({ email: known, next = "/", submitLabel, onDone }: Props) {
  const { t } = useTranslation();
  const until = useUntil();
  const [house, setHouse] = useState<Ways | null>(null);
  const [step, go] = useState<Step>({ at: "email" });
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const waiting = useRef<AbortController | null>(null);

  /** Anything but a form's own submit: what goes wrong is said above. */
  async function run(act: () => Promise<void>) {
    setFailed(null);
    setBusy(true);
    try {
      await act();
    } catch (error) {
      const problem = Problem.from(error);
      if (!isRefusal(error)) setFailed(until(problem) ?? problemText(t, problem));
    } finally {
      setBusy(false);
    }
  }

  async function sendTo(email: string, ways: Ways) {
    go({ at: "code", email, ways, sent: await sendCode(email, "login"), second: false });
  }

  async function choose(email: string) {
    const ways = await waysFor(email);
    if (ways.first === "code") return sendTo(email, ways);
    go({ at: ways.first === "sso" ? "sso" : "password", email, ways });
  }

  useEffect(() => {
    const question = new AbortController();
    waiting.current = question;
    void (async () => {
      if (known) return run(() => choose(known));
      setHouse(await houseWays().catch(() => null));
      // A passkey is offered in the list of the field; the question waits there until one is chosen or the page goes.
      if (await offersInField()) await signInWithPasskey(question.signal).then(onDone, () => undefined);
    })();
    return () => question.abort();
    // Asked once, when the page opens.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const passkey = () => run(async () => {
    waiting.current?.abort();
    await signInWithPasskey();
    await onDone();
  });
  const ways = step.at === "email" ? house : step.ways;
  // Offered before the house has answered, so that nothing moves under the finger where it says yes, as it mostly does.
  const key = passkeysWork && ways?.ways.includes("passkey") !== false ? () => void passkey() : undefined;
  const others = (
    <Providers ways={ways} next={next} prominent={step.at !== "password"} passkey={key} />
  );
  const wrong = failed && <Notice tone="bad" role="alert">{failed}</Notice>;
  const back = !known && <button type="button" className="link" onClick={() => { setFailed(null); go({ at: "email" }); }}>{t("signIn.change")}</button>;

  if (step.at === "email") {
    if (known) return wrong || null;
    return <>{wrong}{others}{(!!ways?.providers.length || key) && <div className="or">{t("signIn.or")}</div>}<EmailForm prominent={!ways?.providers.length} onEmail={choose} /></>;
  }
  const who = <p className="row wrap small"><b>{step.email}</b>{back}</p>;
  if (step.at === "sso") return <>{who}{wrong}{ways?.providers.length ? others : <Notice tone="warn">{t("signIn.noProvider")}</Notice>}</>;
  if (step.at === "code") {
    return (
      <>
        {who}
        {wrong}
        <CodeForm
          key={step.email}
          email={step.email}
          masked={step.ways.masked ?? step.email}
          module="login"
          sent={step.sent}
          submitLabel={submitLabel ?? t("signIn.submit")}
          remember
          onCode={async (code, values) => { await verifyCode({ email: step.email, code, module: "login", remember: values.remember === "yes" }); await onDone(); }}
        />
        {!step.second && step.ways.ways.includes("password") && <p className="small"><button type="button" className="link" onClick={() => go({ at: "password", email: step.email, ways: step.ways })}>{t("signIn.withPassword")}</button></p>}
      </>
    );
  }
  const asked = step.ways;
  return (
    <>
      {who}
      {wrong}
      <PasswordForm
        email={step.email}
        submitLabel={submitLabel ?? t("signIn.submit")}
        onCode={(sent) => go({ at: "code", email: step.email, ways: asked, sent, second: true })}
        onDone={onDone}
      />
      <p className="small row wrap">
        <a href={atDoor(`/reset-password#${encodeURIComponent(step.email)}`)}>{t("signIn.forgot")}</a>
        {asked.ways.includes("code") && <button type="button" className="link" disabled={busy} onClick={() => void run(() => sendTo(step.email, asked))}>{t("signIn.withCode")}</button>}
      </p>
      {others}
    </>
  );
}
