<?php
/**
 * The checkout's markup, and what stands there where there can be none.
 *
 * @package Obole
 */

namespace Obole\Checkout;

defined( 'ABSPATH' ) || exit;

/**
 * A checkout.
 *
 * @param array<string, mixed> $given   Attributes as the author wrote them.
 * @param string               $wrapper Attributes of the element around it, escaped.
 */
function render( array $given, string $wrapper ): string {
	$attributes = fitting( $given );
	$edge       = settings()['edge'];
	if ( '' === $edge ) {
		return hint( __( 'Obole: tell the address of your checkout under Settings → Obole.', 'obole-checkout' ), $wrapper );
	}
	if ( ! isset( $attributes['link'] ) ) {
		return hint( __( 'Obole: this checkout wants the name of a link.', 'obole-checkout' ), $wrapper );
	}

	$page = $edge . '/pay/' . rawurlencode( $attributes['link'] );
	if ( isset( $attributes['lang'] ) ) {
		$page = add_query_arg( 'lang', $attributes['lang'], $page );
	}
	$way = '<a href="' . esc_url( $page ) . '">' . esc_html__( 'Give on the payment page', 'obole-checkout' ) . '</a>';
	// No script runs in a feed reader.
	if ( is_feed() ) {
		return '<p>' . $way . '</p>';
	}

	wp_enqueue_script( LOADER );
	wp_enqueue_style( STYLE );
	$markup = '';
	foreach ( $attributes as $name => $value ) {
		$markup .= ' ' . $name . '="' . esc_attr( $value ) . '"';
	}
	// Inside of the element: seen where no script runs and where the loader did not come, gone with it.
	return '<div ' . $wrapper . '><obole-checkout' . $markup . '><p>' . $way . '</p></obole-checkout></div>';
}

/**
 * What is missing, for those who can mend it. Visitors see nothing.
 *
 * @param string $text    One sentence.
 * @param string $wrapper Attributes of the element around it, escaped.
 */
function hint( string $text, string $wrapper ): string {
	if ( ! current_user_can( 'edit_posts' ) ) {
		return '';
	}
	return '<div ' . $wrapper . '><p role="note"><em>' . esc_html( $text ) . '</em></p></div>';
}

add_action(
	'init',
	static function (): void {
		add_shortcode(
			'obole',
			static function ( $given ): string {
				$given = shortcode_atts( array_fill_keys( array_keys( ATTRIBUTES ), '' ), $given, 'obole' );
				return render( $given, 'class="obole-checkout-shortcode"' );
			}
		);
	}
);
