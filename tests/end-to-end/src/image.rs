//! Pictures as pixels.

use std::io::Cursor;

use crate::fingerprint::{Area, Fingerprint};

const RED: [u8; 3] = [230, 0, 60];

/// A picture, three bytes a pixel.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Image {
    /// Reads a PNG.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut buffer).unwrap();
        let pixels = buffer[..frame.buffer_size()].chunks_exact(frame.color_type.samples());
        // Pages are opaque; grey ones have one sample for all three.
        let rgb = pixels
            .flat_map(|pixel| match *pixel {
                [red, green, blue, ..] => [red, green, blue],
                [grey, ..] => [grey; 3],
                [] => [0; 3],
            })
            .collect();
        Self {
            width: frame.width,
            height: frame.height,
            rgb,
        }
    }

    /// Writes a PNG.
    pub(crate) fn to_png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.rgb).unwrap();
        writer.finish().unwrap();
        bytes
    }

    /// What it looks like, coarsely.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.width, self.height, &self.rgb)
    }

    /// The same with less contrast, for something to stand out.
    pub(crate) fn faded(&self) -> Self {
        let rgb = self.rgb.iter().map(|part| part / 2 + 96).collect();
        Self {
            rgb,
            ..self.clone()
        }
    }

    /// Draws a frame.
    pub(crate) fn frame(&mut self, area: Area) {
        let (right, bottom) = (area.x + area.width - 1, area.y + area.height - 1);
        for x in area.x..=right {
            self.dot(x, area.y);
            self.dot(x, bottom);
        }
        for y in area.y..=bottom {
            self.dot(area.x, y);
            self.dot(right, y);
        }
    }

    fn dot(&mut self, x: u32, y: u32) {
        let at = usize::try_from((y * self.width + x) * 3).unwrap();
        self.rgb[at..at + 3].copy_from_slice(&RED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_is_written_and_read_again() {
        let mut image = Image {
            width: 20,
            height: 10,
            rgb: [10, 20, 30].repeat(200),
        };
        image.frame(Area {
            x: 2,
            y: 3,
            width: 5,
            height: 4,
        });
        let again = Image::read(&image.to_png());
        assert_eq!((again.width, again.height), (20, 10));
        assert_eq!(again.rgb, image.rgb);
        assert_eq!(&again.rgb[(3 * 20 + 2) * 3..][..3], &RED);
        assert_eq!(&again.rgb[(4 * 20 + 3) * 3..][..3], &[10, 20, 30]);
    }
}
