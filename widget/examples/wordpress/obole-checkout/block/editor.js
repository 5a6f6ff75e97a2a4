// The block in the editor. No checkout runs there: nobody should send a form while writing a page.
// What stands there tells which checkout will.

(function (wp) {
  'use strict';

  const { createElement: el, Fragment } = wp.element;
  const { __ } = wp.i18n;
  const { InspectorControls, useBlockProps } = wp.blockEditor;
  const { ExternalLink, Notice, PanelBody, Placeholder, SelectControl, TextControl } = wp.components;
  const { edge, settingsUrl, patterns } = window.oboleCheckout || {};

  // A coin, seen from above.
  const icon = el(
    'svg',
    { viewBox: '0 0 24 24', width: 24, height: 24 },
    el('path', {
      fillRule: 'evenodd',
      d: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zm0 1.75a7.25 7.25 0 1 1 0 14.5a7.25 7.25 0 0 1 0-14.5zM12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9zm0 1.75a2.75 2.75 0 1 1 0 5.5a2.75 2.75 0 0 1 0-5.5z',
    }),
  );

  const TEXTS = [
    ['amount', __('Amount to begin with', 'obole-checkout'), __('Such as 25.00', 'obole-checkout')],
    ['currency', __('Currency to begin with', 'obole-checkout'), __('Such as CHF', 'obole-checkout')],
    ['presets', __('Amounts to choose from', 'obole-checkout'), __('Such as 10,25,100; empty for those of the link', 'obole-checkout')],
    ['provider', __('Way to pay to begin with', 'obole-checkout'), __('The name of a terminal', 'obole-checkout')],
    ['lang', __('Language', 'obole-checkout'), __('Such as fr; empty for that of the page', 'obole-checkout')],
  ];

  const THEMES = [
    { value: '', label: __('As the page', 'obole-checkout') },
    { value: 'light', label: __('Light', 'obole-checkout') },
    { value: 'dark', label: __('Dark', 'obole-checkout') },
  ];

  // What the site leaves out when it makes the page.
  function isOdd(name, value) {
    const text = value.trim();
    const pattern = text && patterns && patterns[name];
    return pattern && !new RegExp(pattern).test(name === 'currency' ? text.toUpperCase() : text);
  }

  function Edit({ attributes, setAttributes }) {
    const set = (name) => (value) => setAttributes({ [name]: value });
    const odd = (name) => isOdd(name, attributes[name]);
    const helped = (name, help) =>
      odd(name) ? el('strong', null, __('Left out as it stands.', 'obole-checkout'), ' ', help) : help;
    const field = ([name, label, help]) =>
      el(TextControl, { key: name, label, help: helped(name, help), value: attributes[name], onChange: set(name) });
    const link = el(TextControl, {
      label: __('Link', 'obole-checkout'),
      help: helped('link', __('Its name in the back office of Obole, such as demo', 'obole-checkout')),
      value: attributes.link,
      onChange: (value) => setAttributes({ link: value.trim().toLowerCase() }),
    });

    const panel = el(
      InspectorControls,
      null,
      el(
        PanelBody,
        { title: __('Checkout', 'obole-checkout') },
        link,
        TEXTS.map(field),
        el(SelectControl, {
          label: __('Theme', 'obole-checkout'),
          options: THEMES,
          value: attributes.theme,
          onChange: set('theme'),
        }),
      ),
    );

    const told = TEXTS.map(([name, label]) => [name, label, attributes[name]]);
    const theme = THEMES.find(({ value }) => value && value === attributes.theme);
    if (theme) told.push(['theme', __('Theme', 'obole-checkout'), theme.label]);
    const chosen = told
      .filter(([name, , value]) => value && !odd(name))
      .map(([name, label, value]) => el('li', { key: name }, `${label}: ${value}`));
    const page = `${edge}/pay/${encodeURIComponent(attributes.link)}`;
    const body = el(
      Placeholder,
      {
        icon,
        label: __('Obole checkout', 'obole-checkout'),
        instructions: __('The checkout stands here on the page.', 'obole-checkout'),
      },
      el(
        'div',
        { style: { flex: '1 1 100%' } },
        link,
        chosen.length ? el('ul', null, chosen) : null,
        edge && attributes.link && !odd('link')
          ? el(ExternalLink, { href: page }, __('Look at it', 'obole-checkout'))
          : null,
        edge ? null : el(Missing),
      ),
    );
    return el(Fragment, null, panel, el('div', useBlockProps(), body));
  }

  function Missing() {
    const text = __('Nobody has told yet where your checkout is.', 'obole-checkout');
    const way = settingsUrl
      ? el('a', { href: settingsUrl }, __('Open the settings', 'obole-checkout'))
      : null;
    return el(Notice, { status: 'warning', isDismissible: false }, text, ' ', way);
  }

  wp.blocks.registerBlockType('obole/checkout', {
    icon,
    edit: Edit,
    // Made by the site each time the page is asked for, so that a change of the settings counts.
    save: () => null,
    transforms: {
      from: [
        {
          type: 'shortcode',
          tag: 'obole',
          attributes: Object.fromEntries(
            ['link', 'lang', 'amount', 'currency', 'provider', 'presets', 'theme'].map((name) => [
              name,
              { type: 'string', shortcode: ({ named }) => named[name] || '' },
            ]),
          ),
        },
      ],
    },
  });
})(window.wp);
