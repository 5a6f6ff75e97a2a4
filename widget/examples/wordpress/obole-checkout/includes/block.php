<?php
/**
 * The block. Its editor is plain JavaScript on what WordPress brings along: nothing is built.
 *
 * @package Obole
 */

namespace Obole\Checkout;

defined( 'ABSPATH' ) || exit;

/** The block's own few rules, also for the shortcode. */
const STYLE = 'obole-checkout';

add_action(
	'init',
	static function (): void {
		$folder = dirname( __DIR__ ) . '/block';
		wp_register_script(
			'obole-checkout-editor',
			plugins_url( 'block/editor.js', __DIR__ ),
			array( 'wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element', 'wp-i18n' ),
			(string) filemtime( $folder . '/editor.js' ),
			true
		);
		wp_register_style( STYLE, plugins_url( 'block/style.css', __DIR__ ), array(), (string) filemtime( $folder . '/style.css' ) );
		wp_style_add_data( STYLE, 'path', $folder . '/style.css' );
		wp_set_script_translations( 'obole-checkout-editor', 'obole-checkout' );
		register_block_type(
			$folder,
			array(
				'render_callback' => static function ( array $attributes ): string {
					return render( $attributes, get_block_wrapper_attributes() );
				},
			)
		);
	}
);

add_action(
	'enqueue_block_editor_assets',
	static function (): void {
		$about = array(
			'edge'        => settings()['edge'],
			'settingsUrl' => current_user_can( 'manage_options' ) ? settings_url() : '',
			// Read by JavaScript too, which has no `D`, and needs none.
			'patterns'    => array_map(
				static function ( string $pattern ): string {
					return trim( $pattern, '/D' );
				},
				ATTRIBUTES
			),
		);
		wp_add_inline_script(
			'obole-checkout-editor',
			'window.oboleCheckout = ' . wp_json_encode( $about, JSON_HEX_TAG | JSON_HEX_AMP ) . ';',
			'before'
		);
	}
);

/** Address of the settings page. */
function settings_url(): string {
	return admin_url( 'options-general.php?page=obole-checkout' );
}
