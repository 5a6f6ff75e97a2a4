/** @jsxImportSource preact */
// Read by the compiler only: the element and its events in JSX of Preact.

import { createRef } from 'preact';

import type { HTMLOboleCheckoutElement } from './obole';

export function Good() {
  const element = createRef<HTMLOboleCheckoutElement>();
  return (
    <>
      <obole-checkout link="demo" />
      <obole-checkout ref={element} key="a" link="demo" lang="fr" amount="25.00" theme="dark" />
      <obole-checkout
        link="demo"
        class="wide"
        onobole:return={(event) => event.detail.status === 'captured'}
        onobole:submit={(event) => event.preventDefault()}
      >
        <a href="https://pay.example.org/pay/demo">Give</a>
      </obole-checkout>
    </>
  );
}

export function Wrong() {
  return (
    <>
      {/* @ts-expect-error: a link is needed */}
      <obole-checkout />
      {/* @ts-expect-error: no such theme */}
      <obole-checkout link="demo" theme="blue" />
      {/* @ts-expect-error: an amount is a text */}
      <obole-checkout link="demo" amount={25} />
      {/* @ts-expect-error: the detail has no such member */}
      <obole-checkout link="demo" onobole:amount={(event) => event.detail.total} />
    </>
  );
}
