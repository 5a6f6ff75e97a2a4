<?php
/**
 * Plugin Name:       Obole checkout
 * Description:       A checkout as a block and a shortcode: a free amount, a choice of ways to pay. The donor pays at the provider; this site sees no card.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           MIT OR Apache-2.0
 * Text Domain:       obole-checkout
 *
 * @package Obole
 */

namespace Obole\Checkout;

defined( 'ABSPATH' ) || exit;

require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/loader.php';
require __DIR__ . '/includes/attributes.php';
require __DIR__ . '/includes/render.php';
require __DIR__ . '/includes/block.php';

if ( is_admin() ) {
	require __DIR__ . '/includes/settings-page.php';
	add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), __NAMESPACE__ . '\action_links' );
}
