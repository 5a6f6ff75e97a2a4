<?php
/**
 * What the site's owner set: where the edge is, and which version of its script is wanted.
 *
 * @package Obole
 */

namespace Obole\Checkout;

defined( 'ABSPATH' ) || exit;

/** The one option of this plugin; `uninstall.php` removes it. */
const OPTION = 'obole_checkout';

/**
 * The settings, whole even if nothing was saved yet.
 *
 * @return array{edge: string, version: string, integrity: string}
 */
function settings(): array {
	$saved = get_option( OPTION );
	$saved = is_array( $saved ) ? $saved : array();
	$text  = static function ( string $name ) use ( $saved ): string {
		return is_string( $saved[ $name ] ?? null ) ? $saved[ $name ] : '';
	};
	return array(
		'edge'      => $text( 'edge' ),
		'version'   => $text( 'version' ),
		'integrity' => $text( 'integrity' ),
	);
}

/**
 * Scheme, host and port of what was entered; empty if it is no address the checkout may come from.
 * Without encryption only from this computer, for trials.
 *
 * @param string $entered As typed.
 */
function origin( string $entered ): string {
	$entered = trim( $entered );
	if ( false === strpos( $entered, '://' ) ) {
		$entered = 'https://' . $entered;
	}
	$parts  = wp_parse_url( $entered );
	$scheme = strtolower( $parts['scheme'] ?? '' );
	$host   = strtolower( $parts['host'] ?? '' );
	$local  = in_array( $host, array( 'localhost', '127.0.0.1', '[::1]' ), true );
	$named  = preg_match( '/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/', $host ) || '[::1]' === $host;
	if ( ! $named || ! ( 'https' === $scheme || ( 'http' === $scheme && $local ) ) ) {
		return '';
	}
	$port = isset( $parts['port'] ) ? ':' . (int) $parts['port'] : '';
	return $scheme . '://' . $host . $port;
}

/**
 * What was entered on the settings page, made fit to be stored. Says what it refused.
 *
 * @param mixed $entered The form's fields.
 * @return array{edge: string, version: string, integrity: string}
 */
function sanitize_settings( $entered ): array {
	$entered = is_array( $entered ) ? $entered : array();
	$field   = static function ( string $name ) use ( $entered ): string {
		return is_string( $entered[ $name ] ?? null ) ? trim( $entered[ $name ] ) : '';
	};
	$refuse  = static function ( string $code, string $message ): void {
		// The sanitizer also runs where nobody looks at a settings page.
		if ( function_exists( 'add_settings_error' ) ) {
			add_settings_error( OPTION, $code, $message );
		}
	};

	$edge = origin( $field( 'edge' ) );
	if ( '' === $edge && '' !== $field( 'edge' ) ) {
		$refuse( 'edge', __( 'The address was not saved. It must begin with https:// and name a host.', 'obole-checkout' ) );
		$edge = settings()['edge'];
	}

	$version = $field( 'version' );
	if ( ! preg_match( '/^([0-9A-Za-z][0-9A-Za-z.-]{0,63})?$/D', $version ) ) {
		$refuse( 'version', __( 'The version was not saved. It looks like 1.4.2-0a1b2c3d.', 'obole-checkout' ) );
		$version = '';
	}

	$integrity = $field( 'integrity' );
	if ( ! preg_match( '#^(sha(256|384|512)-[A-Za-z0-9+/]{43,88}={0,2})?$#D', $integrity ) ) {
		$refuse( 'integrity', __( 'The integrity value was not saved. It looks like sha384-… with 64 characters.', 'obole-checkout' ) );
		$integrity = '';
	} elseif ( '' !== $integrity && '' === $version ) {
		$refuse( 'integrity', __( 'The integrity value was not saved: without a version the script changes with each release, and browsers would refuse it.', 'obole-checkout' ) );
		$integrity = '';
	}

	return array(
		'edge'      => $edge,
		'version'   => $version,
		'integrity' => $integrity,
	);
}

add_action(
	'init',
	static function (): void {
		load_plugin_textdomain( 'obole-checkout', false, dirname( plugin_basename( __DIR__ ) ) . '/languages' );
		register_setting(
			OPTION,
			OPTION,
			array(
				'type'              => 'object',
				'sanitize_callback' => __NAMESPACE__ . '\sanitize_settings',
			)
		);
	}
);
