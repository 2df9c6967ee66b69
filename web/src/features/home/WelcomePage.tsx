import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { settle, usePreferences } from "@/shared/preferences/preferences";
import { may, type Me, useMe } from "@/shared/session/me";
import { Button, buttonClass } from "@/shared/ui/Button";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { ownJobsQuery, passkeysQuery, profileQuery } from "./queries";
import { type Step, stepsOf } from "./steps";

/** What the office knows already: to be confirmed, not typed again. */
function Details({ me, onRight }: { me: Me; onRight: () => void }) {
  const { t } = useTranslation();
  const student = me.student;
  const facts = { full_name: me.full_name, email: me.email, roll_no: student?.roll_no, branch: student?.branch, cgpa: student?.cgpa, phone: student?.phone };
  return (
    <div className="stack welcome-more">
      <dl className="facts">
        {Object.entries(facts).map(([name, value]) => <div key={name}><dt>{t(`field.${name}`)}</dt><dd>{value ?? <span className="muted">{t("welcome.empty")}</span>}</dd></div>)}
      </dl>
      <div className="row wrap"><Button small kind="primary" onClick={onRight}>{t("welcome.right")}</Button><PlainLink to="/me" search={{ tab: "profile" }} className={buttonClass({ small: true })}>{t("welcome.wrong")}</PlainLink></div>
    </div>
  );
}

function Line({ step, me, onSettle }: { step: Step; me: Me; onSettle: (name: string) => void }) {
  const { t } = useTranslation();
  const title = t(`welcome.step.${step.key}`);
  const open = step.standing === "open";
  return (
    <li className="item item-top wrap">
      <span className="grow">
        {open && step.to ? <PlainLink to={step.to} {...(step.search && { search: step.search })} className="item-title">{title}</PlainLink> : <span className={step.standing === "later" ? "item-title muted" : "item-title"}>{title}</span>}
        <br /><span className="small muted">{t(`welcome.why.${step.key}`)}</span>
        {open && (step.key === "passkey" || step.key === "appearance") && <><br /><button type="button" className="link small" onClick={() => onSettle(step.key)}>{t("welcome.leave")}</button></>}
      </span>
      {step.standing === "completed" ? <span>{t("welcome.completed")}</span> : open ? <span className="tag tag-info">{t("welcome.open")}</span> : <span className="muted">{t("welcome.later")}</span>}
      {open && step.key === "details" && <Details me={me} onRight={() => onSettle("details")} />}
    </li>
  );
}

/** S2: what is left before I can use this? */
export function WelcomePage() {
  const { t } = useTranslation();
  const me = useMe();
  const { welcome } = usePreferences();
  const student = may(me, "profile.read");
  const recruits = !!me.company && may(me, "jobs.write");
  const profile = useQuery({ ...profileQuery, enabled: student });
  const passkeys = useQuery(passkeysQuery);
  const jobs = useQuery({ ...ownJobsQuery, enabled: recruits });
  const steps = stepsOf(me, {
    settled: welcome,
    resume: !!profile.data?.resume_url,
    passkeys: passkeys.data?.items.length,
    jobs: jobs.data?.total,
    approved: jobs.data?.items.some((job) => job.state === "OPEN" || job.state === "CLOSED"),
  });
  const left = steps.filter((step) => step.standing !== "completed").length;
  const loaded = passkeys.isFetched && (!student || profile.isFetched) && (!recruits || jobs.isFetched);
  usePage(t("welcome.page"));
  useEffect(() => {
    if (loaded && left === 0) settle("done");
  }, [loaded, left]);
  return (
    <>
      <PageHead answer={t("welcome.title", { name: me.full_name.split(" ")[0] ?? me.full_name })} rest={loaded ? t("welcome.left", { left }) : undefined} sub={me.institution.name} />
      <div className="narrow stack-6">
        <ol className="card card-list">{steps.map((step) => <Line key={step.key} step={step} me={me} onSettle={settle} />)}</ol>
        <div className="row wrap"><PlainLink to="/" className={buttonClass({ kind: left ? "normal" : "primary" })}>{t(left ? "welcome.skip" : "welcome.go")}</PlainLink>{left > 0 && <span className="small muted">{t("welcome.back")}</span>}</div>
      </div>
    </>
  );
}
