<?php
/**
 * Installs WordPress in the folder given, activates the plugin and writes two pages. For `try.sh`.
 *
 * @package Obole
 */

if ( 'cli' !== PHP_SAPI || 2 !== $argc ) {
	exit( 1 );
}
error_reporting( E_ALL & ~E_DEPRECATED );

$folder = $argv[1];
$socket = getenv( 'OBOLE_TRY_SOCKET' );
$url    = getenv( 'OBOLE_TRY_URL' );

$database = new mysqli( null, 'root', '', '', 0, $socket );
$database->query( 'CREATE DATABASE wordpress CHARACTER SET utf8mb4' );
$database->close();

// Each run has an end, so its keys need no more than to be there.
$config  = "<?php\n";
$defined = array(
	'DB_NAME'                    => 'wordpress',
	'DB_USER'                    => 'root',
	'DB_PASSWORD'                => '',
	'DB_HOST'                    => 'localhost:' . $socket,
	'DB_CHARSET'                 => 'utf8mb4',
	'DB_COLLATE'                 => '',
	'WP_HOME'                    => $url,
	'WP_SITEURL'                 => $url,
	'WP_DEBUG'                   => true,
	'WP_DEBUG_DISPLAY'           => false,
	'WP_DEBUG_LOG'               => $folder . '/debug.log',
	'WP_HTTP_BLOCK_EXTERNAL'     => true,
	'AUTOMATIC_UPDATER_DISABLED' => true,
	'DISABLE_WP_CRON'            => true,
);
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	$defined[ $name . '_KEY' ]  = bin2hex( random_bytes( 32 ) );
	$defined[ $name . '_SALT' ] = bin2hex( random_bytes( 32 ) );
}
foreach ( $defined as $name => $value ) {
	$config .= sprintf( "define( '%s', %s );\n", $name, var_export( $value, true ) );
}
$config .= "\$table_prefix = 'wp_';\nrequire_once __DIR__ . '/wp-settings.php';\n";
file_put_contents( $folder . '/wp-config.php', $config );

define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST']   = wp_host( $url );
$_SERVER['REQUEST_URI'] = '/';

/**
 * Host and port of an address.
 *
 * @param string $url The address.
 */
function wp_host( string $url ): string {
	return parse_url( $url, PHP_URL_HOST ) . ':' . parse_url( $url, PHP_URL_PORT );
}

/** Nobody is written to. */
function wp_mail(): bool {
	return true;
}

require $folder . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

wp_install( 'A roof for the library', 'admin', 'admin@example.org', false, '', getenv( 'OBOLE_TRY_PASSWORD' ) );
foreach ( get_posts( array( 'post_type' => array( 'post', 'page' ), 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
	wp_delete_post( $post->ID, true );
}

$error = activate_plugin( 'obole-checkout/obole-checkout.php' );
if ( is_wp_error( $error ) ) {
	fwrite( STDERR, $error->get_error_message() . "\n" );
	exit( 1 );
}
update_option( 'obole_checkout', array( 'edge' => getenv( 'OBOLE_TRY_EDGE' ) ) );

$pages = array(
	2 => array( 'With the block', '<!-- wp:paragraph --><p>Half of the roof is done. Help us with the other half.</p><!-- /wp:paragraph --><!-- wp:obole/checkout {"link":"demo","presets":"10,25,75"} /-->' ),
	3 => array( 'With the shortcode', '<!-- wp:shortcode -->[obole link="demo" lang="fr" currency="eur" amount="40"]<!-- /wp:shortcode -->' ),
);
foreach ( $pages as $id => list( $title, $content ) ) {
	$made = wp_insert_post(
		array(
			'import_id'    => $id,
			'post_type'    => 'page',
			'post_status'  => 'publish',
			'post_author'  => 1,
			'post_title'   => $title,
			'post_content' => $content,
		),
		true
	);
	if ( $made !== $id ) {
		fwrite( STDERR, "A page could not be made.\n" );
		exit( 1 );
	}
}
