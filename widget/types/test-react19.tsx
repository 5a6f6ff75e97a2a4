// Read by the compiler only: the element's events in JSX of React 19.

import type {} from './obole-react19';

export function Good() {
  return (
    <obole-checkout
      link="demo"
      onobole:amount={(event) => event.detail.value?.length}
      onobole:submit={(event) => event.preventDefault()}
    />
  );
}

export function Wrong() {
  return (
    <>
      {/* @ts-expect-error: the detail has no such member */}
      <obole-checkout link="demo" onobole:amount={(event) => event.detail.total} />
      {/* @ts-expect-error: a function is needed */}
      <obole-checkout link="demo" onobole:ready="go" />
    </>
  );
}
