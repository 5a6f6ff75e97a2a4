<?php
/**
 * The plugin is deleted: so is the one option it kept, on each site of a network.
 *
 * @package Obole
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

if ( is_multisite() ) {
	$obole_sites = get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	);
	foreach ( $obole_sites as $obole_site ) {
		delete_blog_option( $obole_site, 'obole_checkout' );
	}
} else {
	delete_option( 'obole_checkout' );
}
