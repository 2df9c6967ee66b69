import { Suspense } from "react";
import { later } from "@/shared/i18n/later";

const Switch = later(["help"], async () => (await import("@/shared/preferences/Switches")).SingleKeysSwitch);

export function Accessibility() {
  return <Suspense><Switch /></Suspense>;
}
