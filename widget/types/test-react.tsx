// Read by the compiler only: the element in JSX of React.

import { useRef } from 'react';

import type { HTMLOboleCheckoutElement } from './obole';

export function Good() {
  const element = useRef<HTMLOboleCheckoutElement>(null);
  return (
    <>
      <obole-checkout link="demo" />
      <obole-checkout ref={element} key="a" link="demo" lang="fr" amount="25.00" theme="dark" />
      <obole-checkout link="demo" id="give" className="wide" aria-label="Give">
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
      {/* @ts-expect-error: no such attribute */}
      <obole-checkout link="demo" colour="green" />
    </>
  );
}
