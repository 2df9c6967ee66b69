import { useRouter } from "@tanstack/react-router";
import type { AnchorHTMLAttributes } from "react";

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
  search?: Record<string, string>;
  /** Whether this is where the reader is; the router's own guess takes every tab of one page for current. */
  current?: boolean | undefined;
}

/** A link for navigation and tabs, where we say ourselves which one is current. */
export function PlainLink({ to, search = {}, current, children, ...rest }: Props) {
  const router = useRouter();
  const place = { to, search } as never;
  return (
    <a
      {...rest}
      href={router.buildLocation(place).href}
      aria-current={current ? "page" : undefined}
      onMouseEnter={() => void router.preloadRoute(place).catch(() => undefined)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        void router.navigate(place);
      }}
    >
      {children}
    </a>
  );
}
