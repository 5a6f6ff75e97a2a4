<?php
/**
 * The one script: registered always, put on a page only where a checkout stands, and once.
 *
 * @package Obole
 */

namespace Obole\Checkout;

defined( 'ABSPATH' ) || exit;

const LOADER = 'obole-checkout-loader';

/** Where the loader is: the moving one, or that of the version the owner stays at. */
function loader_url(): string {
	$settings = settings();
	$folder   = '' === $settings['version'] ? '' : '/v/' . $settings['version'];
	return $settings['edge'] . $folder . '/obole.js';
}

// Early, because themes made of blocks render the page before its head.
add_action(
	'init',
	static function (): void {
		if ( '' !== settings()['edge'] ) {
			// No version of WordPress' own: the address says already which one it is.
			wp_register_script( LOADER, loader_url(), array(), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
		}
	}
);

add_filter(
	'script_loader_tag',
	static function ( string $tag, string $handle ): string {
		if ( LOADER !== $handle ) {
			return $tag;
		}
		$attributes = ' async';
		$integrity  = settings()['integrity'];
		if ( '' !== $integrity ) {
			$attributes .= ' integrity="' . esc_attr( $integrity ) . '" crossorigin="anonymous"';
		}
		return str_replace( ' src=', $attributes . ' src=', $tag );
	},
	10,
	2
);
