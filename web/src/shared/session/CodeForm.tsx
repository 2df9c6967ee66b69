import { type ReactNode, useState } from "react";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { type PlainForm, usePlainForm } from "@/shared/form/plain";
import { useSubmit } from "@/shared/form/submit";
import { Problem } from "@/shared/http/problem";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { useNow } from "@/shared/ui/use-now";
import { CodeField } from "./CodeField";
import { type CodeModule, type CodeSent, sendAgain } from "./ways";

/** What was sent, and when: its seconds count down from there. */
const stamped = (sent: CodeSent) => ({ ...sent, at: Date.now() });

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Until when no code is accepted or sent, in the reader's own time. */
export function useUntil(): (problem: Problem) => string | null {
  const { t, language } = useTranslation();
  return (problem) => {
    const until = problem.body["blocked_until"];
    if (typeof until !== "string") return null;
    const at = new Date(until);
    const today = at.toDateString() === new Date().toDateString();
    const when = new Intl.DateTimeFormat(`${language}-IN`, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" }).format(at);
    return t("code.blocked", { when });
  };
}

/** `remember`: "yes", or empty. */
type Values = {
  code: string;
  remember: string;
  new_password: string;
}

interface Props {
  email: string;
  masked: string;
  module: CodeModule;
  sent: CodeSent;
  code?: string;
  submitLabel: string;
  remember?: boolean;
  onCode: (code: string, values: Values, form: PlainForm<Values>) => Promise<void>;
  /** What else the form asks, between the code and its button. */
  more?: (form: PlainForm<Values>) => ReactNode;
}

/** Six digits from a mail. */
export function CodeForm({ email, masked, module, sent: first, code = "", submitLabel, remember, onCode, more }: Props) {
  const { t } = useTranslation();
  const until = useUntil();
  const [sent, setSent] = useState(() => stamped(first));
  const [again, setAgain] = useState<{ text: string; tone: "ok" | "warn" } | null>(null);
  const passed = Math.floor((useNow(1000).getTime() - sent.at) / 1000);
  const lives = Math.max(0, sent.expires_in - passed);
  const waits = Math.max(0, sent.resend_in - passed);
  const form = usePlainForm<Values>({ defaultValues: { code, remember: "yes", new_password: "" } });

  const submit = useSubmit(form, async (values) => {
    const digits = values.code.replace(/\D/gu, "");
    if (digits.length !== 6) return form.setError("code", { message: t("code.six") });
    try {
      await onCode(digits, values, form);
    } catch (error) {
      const problem = Problem.from(error);
      const left = problem.body["attempts_remaining"];
      if (problem.code === "wrong_code" && left !== 0) return form.setError("code", { message: typeof left === "number" ? t("code.wrong", { left }) : t("code.wrongPlain") });
      const blocked = until(problem);
      if (blocked) return form.setError("root", { message: blocked });
      throw error;
    }
  });

  async function resend() {
    setAgain(null);
    try {
      setSent(stamped(await sendAgain(email, module)));
      setAgain({ text: t("code.sentAgain"), tone: "ok" });
    } catch (error) {
      const problem = Problem.from(error);
      setAgain({ text: until(problem) ?? (problem.message || t("failed.offline")), tone: "warn" });
    }
  }

  return (
    <form className="stack-6" noValidate onSubmit={(event) => void submit(event)}>
      <p className="muted">{t("code.went", { masked })}</p>
      <ErrorSummary form={form} />
      <CodeField form={form} name="code" label={t("code.label")} hint={!sent.message ? t("code.hint") : lives > 0 ? t("code.lives", { clock: clock(lives) }) : t("code.over")} />
      {more?.(form)}
      {remember && <label className="check"><input type="checkbox" defaultChecked onChange={(event) => void form.register("remember").onChange({ target: { value: event.target.checked ? "yes" : "" } } as never)} /><span>{t("code.remember")}</span></label>}
      <Button kind="primary" block type="submit" busy={form.formState.isSubmitting}>{submitLabel}</Button>
      {again && <Notice tone={again.tone} role="status">{again.text}</Notice>}
      <p className="small muted row wrap">
        <span>{t("code.missing")}</span>
        {sent.attempts_remaining === 0 ? null : waits > 0
          ? <span>{t("code.wait", { seconds: waits })}</span>
          : <button type="button" className="link" onClick={() => void resend()}>{t("code.again")}</button>}
        {sent.message && <span>{t("code.left", { left: sent.attempts_remaining })}</span>}
      </p>
    </form>
  );
}
