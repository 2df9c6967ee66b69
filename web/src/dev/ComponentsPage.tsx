import { useState } from "react";
import { useForm } from "react-hook-form";
import { StatusTag, JobStateTag } from "@/shared/flow/StatusTag";
import { statuses } from "@/shared/flow/statuses";
import { AreaField, CheckField, ChipsField, SelectField, TextField } from "@/shared/form/Field";
import { Problem } from "@/shared/http/problem";
import { Keys } from "@/shared/keys/Keys";
import { DataTable } from "@/shared/table/DataTable";
import { NoResults } from "@/shared/table/NoResults";
import { Pager } from "@/shared/table/Pager";
import { SelectionBar } from "@/shared/table/SelectionBar";
import { useSelection } from "@/shared/table/selection";
import { Button, type ButtonKind } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Ball, Due, Facts, Verdict, Why } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { iconNames } from "@/shared/ui/icons";
import { Menu } from "@/shared/ui/Menu";
import { Mono } from "@/shared/ui/Mono";
import { Notice } from "@/shared/ui/Notice";
import { PageHead } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Progress, Steps } from "@/shared/ui/Steps";
import { toggleTheme } from "@/shared/ui/theme";
import { toast } from "@/shared/ui/toast";

const kinds: ButtonKind[] = ["normal", "primary", "quiet", "danger", "danger-fill"];
const people = [["1", "Asha Rao", 8.42], ["2", "Baraka Mollel", 7.1], ["3", "Ofunne Kimaro", 9.03]] as const;
const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return <section className="card card-pad stack"><h2 className="h3">{title}</h2>{children}</section>;
}

const wrong = { pay: { type: "bad", message: "Must be a number" } };

function Fields() {
  const form = useForm({ defaultValues: { name: "", pay: "x", about: "", kind: "", on: true }, errors: wrong });
  const [chips, setChips] = useState(["CSE"]);
  return (
    <div className="pair">
      <TextField form={form} name="name" label="Name" hint="As on the mark sheet" optional />
      <TextField form={form} name="pay" label="Pay" />
      <SelectField form={form} name="kind" label="Kind" blank="Choose" options={[{ value: "a", label: "Full time" }]} />
      <AreaField form={form} name="about" label="About" rows={2} />
      <ChipsField label="Branches" options={["CSE", "ECE", "ME"].map((value) => ({ value, label: value }))} value={chips} onChange={setChips} />
      <CheckField form={form} name="on" label="Tell them by e-mail" />
    </div>
  );
}

function Lists() {
  const selection = useSelection("dev");
  return (
    <div className="left">
      <DataTable
        caption="People" rows={[...people]} rowId={([id]) => id} rowName={([, name]) => name} selection={selection} state={{ sort: "-cgpa" }} onSort={() => undefined}
        columns={[{ key: "name", label: "Name", card: "title", sort: "name", cell: ([id, name]) => <a className="name" href={`#${id}`}>{name}</a> }, { key: "cgpa", label: "CGPA", num: true, sort: "cgpa", cell: ([, , cgpa]) => cgpa }, { key: "state", label: "State", card: "tag", cell: () => <StatusTag status="APPLIED" /> }]}
      />
      <Pager page={2} limit={3} total={11} pages={4} onPage={() => undefined} />
      <SelectionBar selection={selection} total={11} onAll={() => undefined}><button type="button" className="btn btn-sm btn-primary">Release offer</button></SelectionBar>
    </div>
  );
}

/** Every part in every state, to be looked at in both themes and at every width. In development only. */
export function ComponentsPage() {
  const [open, setOpen] = useState<"dialog" | "drawer" | null>(null);
  return (
    <main className="main stack-6">
      <PageHead answer="Every part" rest="in every state"><Button icon="moon" onClick={toggleTheme}>Light or dark</Button></PageHead>
      <Part title="Buttons">
        {[false, true].map((small) => <div key={String(small)} className="row wrap">{kinds.map((kind) => <Button key={kind} kind={kind} small={small}>{kind}</Button>)}<Button small={small} busy kind="primary">Busy</Button><Button small={small} disabled>Disabled</Button><Button small={small} icon="plus">With icon</Button><Button small={small} iconOnly icon="download" aria-label="Download" /></div>)}
        <Why>CGPA 7.42, 7.50 needed. Ask the office.</Why>
      </Part>
      <Part title="States, next move, deadlines">
        <div className="row wrap">{statuses.map((status) => <StatusTag key={status} status={status} />)}</div>
        <div className="row wrap">{["DRAFT", "PENDING_APPROVAL", "DECLINED", "OPEN", "CLOSED", "ARCHIVED"].map((state) => <JobStateTag key={state} state={state} />)}</div>
        <div className="row wrap"><Ball holder="student" you /><Ball holder="office" /><Ball holder="company" /><Ball holder="nobody" /></div>
        <div className="row wrap"><Due at={hours(200)} /><Due at={hours(30)} /><Due at={hours(3)} /><Due at={hours(-30)} /></div>
        <div className="row wrap"><Verdict eligible>You can apply</Verdict><Verdict eligible={false}>CGPA 7.5 needed</Verdict></div>
      </Part>
      <Part title="Fields"><Fields /></Part>
      <Part title="Notices">{(["ok", "warn", "bad", "info", "plain"] as const).map((tone) => <Notice key={tone} tone={tone} action={<Button small>Act</Button>}><b>The verdict.</b> <span className="muted">The numbers behind it.</span></Notice>)}</Part>
      <Part title="Lists"><Lists /></Part>
      <div className="pair">
        <section className="card"><Empty icon="kanban" title="First use" action={<Button kind="primary">See 14 open jobs</Button>}>Each job you apply for becomes a card here.</Empty></section>
        <section className="card"><Empty icon="check" title="Nothing waits">The next is due on Friday.</Empty></section>
        <section className="card"><NoResults held={[{ name: "q", words: "“asha”" }, { name: "placed", words: "Not placed" }]} onChange={() => undefined} /></section>
        <section className="card"><Failed what="Applications" error={new Problem(500, { request_id: "018f-9c2e" }, null)} retry={() => undefined} /></section>
        <section className="card"><Failed what="Applications" error={new Problem(0, {}, null)} retry={() => undefined} /></section>
        <section className="card"><Skeleton rows={3} /></section>
      </div>
      <Part title="Progress"><Progress done={431} of={1000} text="431 of 1,000" /><Progress done={0} of={null} text="Waiting" /><Steps label="Steps" names={["File", "Columns", "Check"]} current={1} /></Part>
      <Part title="Overlays">
        <div className="row wrap">
          <Button onClick={() => setOpen("dialog")}>Dialog</Button><Button onClick={() => setOpen("drawer")}>Drawer</Button>
          <Button onClick={() => toast("8 moved to Interview", () => undefined)}>Toast with undo</Button><Button onClick={() => toast("Saved")}>Toast</Button>
          <Menu trigger={<button type="button" className="btn">Menu</button>} label="What now" groups={[[{ key: "a", label: "Move to…", icon: "arrow-right", hint: "M" }, { key: "b", label: "Closed", off: "Already placed" }], [{ key: "c", label: "Delete", icon: "trash-2", danger: true }, { key: "d", label: "Chosen", checked: true }]]} />
          <Keys keys="g j" /><Keys keys="Shift+x" />
        </div>
        <Dialog open={open !== null} drawer={open === "drawer"} onClose={() => setOpen(null)} title="A question" sub="With a hint" foot={<><Button onClick={() => setOpen(null)}>Not now</Button><Button kind="primary" onClick={() => setOpen(null)}>Accept offer</Button></>}><p>What happens then.</p></Dialog>
      </Part>
      <Part title="Facts and marks"><Facts rows={[["CGPA", "8.42"], ["Branch", "Computer science"], ["Left out", null]]} /><div className="row"><Mono name="Tarang Payments" /><Mono name="Asha Rao" round size="sm" /><Mono name="Konkan Shipworks" size="lg" /><span className="count">12</span><span className="count count-you">3</span></div></Part>
      <Part title="Icons"><div className="row wrap">{iconNames.map((name) => <span key={name} title={name}><Icon name={name} size={20} label={name} /></span>)}</div></Part>
    </main>
  );
}
