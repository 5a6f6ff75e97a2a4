<?php
/**
 * Settings → Obole.
 *
 * @package Obole
 */

namespace Obole\Checkout;

defined( 'ABSPATH' ) || exit;

add_action(
	'admin_menu',
	static function (): void {
		add_options_page(
			__( 'Obole checkout', 'obole-checkout' ),
			__( 'Obole', 'obole-checkout' ),
			'manage_options',
			'obole-checkout',
			__NAMESPACE__ . '\settings_page'
		);
	}
);

/** The page. */
function settings_page(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$settings = settings();
	?>
	<div class="wrap">
		<h1><?php esc_html_e( 'Obole checkout', 'obole-checkout' ); ?></h1>
		<form action="options.php" method="post">
			<?php settings_fields( OPTION ); ?>
			<table class="form-table" role="presentation">
				<?php
				field(
					'edge',
					__( 'Address of your checkout', 'obole-checkout' ),
					$settings['edge'],
					__( 'Where your Obole runs. The script comes from there, and donors send the form there.', 'obole-checkout' ),
					array(
						'type'        => 'url',
						'placeholder' => 'https://pay.example.org',
						'required'    => true,
					)
				);
				field(
					'version',
					__( 'Version', 'obole-checkout' ),
					$settings['version'],
					__( 'Empty for the newest. Else the version to stay at, as it stands in the address /v/…/obole.js.', 'obole-checkout' ),
					array( 'placeholder' => '1.4.2-0a1b2c3d' )
				);
				field(
					'integrity',
					__( 'Integrity', 'obole-checkout' ),
					$settings['integrity'],
					__( 'For a version only: what browsers hold its script against, so that no other is run.', 'obole-checkout' ),
					array(
						'placeholder' => 'sha384-…',
						'class'       => 'large-text code',
					)
				);
				?>
			</table>
			<?php submit_button(); ?>
		</form>
		<h2><?php esc_html_e( 'Use', 'obole-checkout' ); ?></h2>
		<p>
			<?php esc_html_e( 'Insert the block «Obole checkout», or write the shortcode:', 'obole-checkout' ); ?>
			<code>[obole link="demo"]</code>
		</p>
		<p>
			<?php esc_html_e( 'So that donors come back to this site, enter its origin among the link’s return origins in the back office of Obole:', 'obole-checkout' ); ?>
			<code><?php echo esc_html( origin_of_this_site() ); ?></code>
		</p>
	</div>
	<?php
}

/**
 * One row of the form.
 *
 * @param string                     $name       The setting.
 * @param string                     $label      Its name for people.
 * @param string                     $value      What is stored.
 * @param string                     $help       What it is for.
 * @param array<string, string|bool> $attributes Of the input.
 */
function field( string $name, string $label, string $value, string $help, array $attributes ): void {
	$id          = 'obole-' . $name;
	$attributes += array(
		'type'  => 'text',
		'class' => 'regular-text code',
	);
	printf( '<tr><th scope="row"><label for="%s">%s</label></th><td>', esc_attr( $id ), esc_html( $label ) );
	printf(
		'<input id="%1$s" name="%2$s" value="%3$s" aria-describedby="%1$s-help" autocomplete="off" spellcheck="false"',
		esc_attr( $id ),
		esc_attr( OPTION . '[' . $name . ']' ),
		esc_attr( $value )
	);
	foreach ( $attributes as $attribute => $setting ) {
		if ( true === $setting ) {
			printf( ' %s', esc_attr( $attribute ) );
		} else {
			printf( ' %s="%s"', esc_attr( $attribute ), esc_attr( (string) $setting ) );
		}
	}
	printf( '><p class="description" id="%s-help">%s</p></td></tr>', esc_attr( $id ), esc_html( $help ) );
}

/** Scheme, host and port of this site: what a link must list for donors to come back here. */
function origin_of_this_site(): string {
	$parts = wp_parse_url( home_url() );
	$port  = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
	return ( $parts['scheme'] ?? 'https' ) . '://' . ( $parts['host'] ?? '' ) . $port;
}

/**
 * A way to the settings from the list of plugins.
 *
 * @param string[] $links Those that are there.
 * @return string[]
 */
function action_links( array $links ): array {
	$own = '<a href="' . esc_url( settings_url() ) . '">' . esc_html__( 'Settings', 'obole-checkout' ) . '</a>';
	array_unshift( $links, $own );
	return $links;
}
