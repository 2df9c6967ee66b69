import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import type { Rule } from "./queries";

const roles = ["STUDENT", "COORDINATOR", "OFFICER", "UNIVERSITY_SUPERVISOR", "ADMIN"] as const satisfies readonly Rule["role"][];

/** Roles that may be held for one department; a student's names the branch of the record. */
const ofDepartment: readonly string[] = ["COORDINATOR", "UNIVERSITY_SUPERVISOR"];

/** Which group of the university holds which role here. */
export function RulesField({ rules, onChange, needed }: { rules: Rule[]; onChange: (rules: Rule[]) => void; needed: boolean }) {
  const { t } = useTranslation();
  const set = (n: number, patch: Partial<Rule>) => onChange(rules.map((one, at) => (at === n ? { ...one, ...patch } : one)));
  return (
    <fieldset className="field" data-field="role_rules">
      <legend className="label">{t("provider.rules")}</legend>
      <p className="hint">{t(needed && rules.length === 0 ? "provider.rulesNeeded" : "provider.rulesHint")}</p>
      {rules.map((one, n) => (
        // The order is the only name a rule has.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={n} className="rule-row">
          <input className="input" aria-label={t("provider.group")} placeholder={t("provider.group")} value={one.group} onChange={(event) => set(n, { group: event.target.value })} />
          <select className="select" aria-label={t("provider.role")} value={one.role} onChange={(event) => set(n, { role: event.target.value as Rule["role"], department: null, branch: null })}>{roles.map((role) => <option key={role} value={role}>{t(`role.${role}`)}</option>)}</select>
          {one.role === "STUDENT" ? <input className="input" aria-label={t("provider.branch")} placeholder={t("provider.branch")} value={one.branch ?? ""} onChange={(event) => set(n, { branch: event.target.value || null })} />
            : ofDepartment.includes(one.role) ? <input className="input" aria-label={t("provider.department")} placeholder={t("provider.department")} value={one.department ?? ""} onChange={(event) => set(n, { department: event.target.value || null })} />
            : <span />}
          <Button small kind="quiet" icon="x" iconOnly aria-label={t("provider.dropRule")} onClick={() => onChange(rules.filter((_, at) => at !== n))} />
        </div>
      ))}
      <div><Button small icon="plus" onClick={() => onChange([...rules, { group: "", role: "STUDENT", department: null, branch: null }])}>{t("provider.addRule")}</Button></div>
    </fieldset>
  );
}
