<?php
// Installs WordPress and fills it with the posts of a JSON file: php fill.php SITE POSTS.json THEME URL  (not $theme: WordPress has a global of that name)
[$_, $site, $posts, $look, $url] = $argv;
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
require $site . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Trang tin tỉnh (WordPress)', 'admin', 'admin@example.org', true, '', 'not-a-secret', 'vi');
update_option('siteurl', $url);
update_option('home', $url);
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('date_format', 'd/m/Y');
update_option('time_format', 'H:i');
update_option('permalink_structure', '/%year%/%monthnum%/%day%/%postname%/');
update_option('posts_per_page', 10);
switch_theme($look);
foreach (get_posts(['numberposts' => -1, 'post_type' => ['post', 'page'], 'post_status' => 'any']) as $old) {
    wp_delete_post($old->ID, true);
}
$sections = [];
foreach (json_decode(file_get_contents($posts), true) as $post) {
    $name = $post['section'];
    $sections[$name] ??= wp_insert_term($name, 'category')['term_id'];
    $id = wp_insert_post([
        'post_title' => $post['title'], 'post_content' => $post['content'], 'post_status' => 'publish',
        'post_date' => $post['date'], 'post_category' => [$sections[$name]], 'tags_input' => $post['tags'],
        'post_author' => 1, 'comment_status' => 'closed', 'post_excerpt' => '',
    ], true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message());
        exit(1);
    }
    echo $id, "\t", $post['title'], "\n";
}
wp_insert_post(['post_title' => 'Giới thiệu', 'post_content' => 'Trang giới thiệu, không phải bài viết.', 'post_status' => 'publish', 'post_type' => 'page']);
$menu = wp_create_nav_menu('Chuyên mục');
foreach ($sections as $name => $id) {
    wp_update_nav_menu_item($menu, 0, ['menu-item-title' => $name, 'menu-item-object' => 'category',
        'menu-item-object-id' => $id, 'menu-item-type' => 'taxonomy', 'menu-item-status' => 'publish']);
}
$locations = get_registered_nav_menus();
set_theme_mod('nav_menu_locations', array_fill_keys(array_keys($locations), $menu));
flush_rewrite_rules();
