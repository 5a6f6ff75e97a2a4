<?php
/**
 * The element's attributes, as a block or a shortcode gives them.
 *
 * @package Obole
 */

namespace Obole\Checkout;

defined( 'ABSPATH' ) || exit;

/** Each attribute and what it may look like. What does not fit is left out, as if not given. */
const ATTRIBUTES = array(
	'link'     => '/^[a-z0-9][a-z0-9-]{0,63}$/D',
	'lang'     => '/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/D',
	'amount'   => '/^[0-9]{1,12}(\.[0-9]{1,3})?$/D',
	'currency' => '/^[A-Z]{3}$/D',
	'provider' => '/^[a-z0-9][a-z0-9-]{0,63}$/D',
	'presets'  => '/^[0-9]{1,12}(\.[0-9]{1,3})?( ?, ?[0-9]{1,12}(\.[0-9]{1,3})?){0,11}$/D',
	'theme'    => '/^(light|dark)$/D',
);

/**
 * Those that are given and fit.
 *
 * @param array<string, mixed> $given As the author wrote them.
 * @return array<string, string>
 */
function fitting( array $given ): array {
	$fit = array();
	foreach ( ATTRIBUTES as $name => $pattern ) {
		$value = $given[ $name ] ?? '';
		$value = is_scalar( $value ) ? trim( (string) $value ) : '';
		if ( 'currency' === $name ) {
			$value = strtoupper( $value );
		}
		if ( preg_match( $pattern, $value ) ) {
			$fit[ $name ] = $value;
		}
	}
	return $fit;
}
