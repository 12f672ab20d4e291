//! The site's icon as pictures of dots, for what reads no SVG: home screens, and pages that show a link.

use crate::memo::Memo;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// Sizes in pixels: a home screen, a manifest, a shared link.
pub const SIZES: [u32; 3] = [180, 192, 512];

/// [`png`], from an earlier run where that knew the icon: a picture takes as long as a hundred pages.
pub fn png_again(svg: &str, size: u32, memo: Option<&Memo>) -> Result<Vec<u8>, String> {
    let Some(memo) = memo else { return png(svg, size) };
    let key = xxh3_128_with_seed(svg.as_bytes(), u64::from(size));
    if let Some(known) = memo.get(key) {
        return Ok(known.to_vec());
    }
    let picture = png(svg, size)?;
    memo.put(key, picture.clone());
    Ok(picture)
}

/// A picture of `size` by `size` pixels as PNG, or why there is none. What an icon leaves open at its corners takes the
/// colour of the middle of its upper edge, since home screens cut the corners off themselves.
fn png(svg: &str, size: u32) -> Result<Vec<u8>, String> {
    let tree = Tree::from_str(svg, &Options::default()).map_err(|error| error.to_string())?;
    let too_large = || "it cannot be drawn".to_owned();
    let mut icon = Pixmap::new(size, size).ok_or_else(too_large)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let fit = Transform::from_scale(size as f32 / width, size as f32 / height);
    resvg::render(&tree, fit, &mut icon.as_mut());
    let mut picture = Pixmap::new(size, size).ok_or_else(too_large)?;
    if let Some(edge) = icon.pixel(size / 2, 1).map(|pixel| pixel.demultiply()).filter(|edge| edge.alpha() == 255) {
        picture.fill(Color::from_rgba8(edge.red(), edge.green(), edge.blue(), 255));
    }
    picture.draw_pixmap(0, 0, icon.as_ref(), &Default::default(), Transform::identity(), None);
    picture.encode_png().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_filled_and_an_icon_that_is_none_is_told() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="9" fill="#0b6e4f"/></svg>"##;
        let bytes = png(svg, 180).unwrap();
        let picture = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (180, 180));
        let corner = picture.pixel(0, 0).unwrap();
        assert_eq!((corner.red(), corner.green(), corner.blue(), corner.alpha()), (0x0b, 0x6e, 0x4f, 255));
        assert_eq!(png(svg, 180).unwrap(), bytes);
        assert!(png("<svg", 180).is_err());
    }
}
