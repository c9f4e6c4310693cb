package org.clipspark.image;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.Tag;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifInteropDirectory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.ExifThumbnailDirectory;
import com.drew.metadata.exif.GpsDirectory;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Exif tags of an encoded image as texts, read by metadata-extractor. Names are those of exifread, which img2dataset
 * uses: the directory ({@code Image}, {@code EXIF}, {@code GPS}, {@code Interoperability}, {@code Thumbnail}) and the
 * standard's name of the tag, such as {@code EXIF ExposureTime}. Values are as stored: {@code 1/60}, {@code 6},
 * {@code [51, 30, 26]}; codes are not put into words.
 *
 * <p>Maker notes, thumbnails, embedded documents, values of more than 1,024 bytes, empty and binary ones, and tags
 * without a standard name are left out. Any byte array is safe to pass: what is read is bounded in tags and characters, not by the file.
 */
public final class ExifTags {
    private static final Map<Class<? extends Directory>, String> PREFIXES = Map.of(
            ExifIFD0Directory.class, "Image ",
            ExifSubIFDDirectory.class, "EXIF ",
            GpsDirectory.class, "GPS ",
            ExifInteropDirectory.class, "Interoperability ",
            ExifThumbnailDirectory.class, "Thumbnail ");

    /** Where the library's name, without spaces, is not the standard's. */
    private static final Map<Integer, String> NAMES = Map.of(
            0x0101, "ImageLength",
            0x9208, "LightSource",
            0xa003, "ExifImageLength",
            0xa403, "WhiteBalance",
            0xa405, "FocalLengthIn35mmFilm");

    private static final int MOST_CHARACTERS = 16_384;

    private ExifTags() {}

    /**
     * Reads the tags of a JPEG, PNG, WebP or TIFF.
     *
     * @param encoded the content of an image file; not changed
     * @return texts by names in the order of the file, at most 16,384 characters in all; empty where there are no tags
     */
    public static Map<String, String> read(byte[] encoded) {
        OptionalInt start = ExifBlock.start(encoded);
        return start.isPresent() ? texts(metadata(encoded, start.getAsInt())) : Map.of();
    }

    private static Metadata metadata(byte[] encoded, int start) {
        Metadata metadata = new Metadata();
        try {
            new TiffReader().processTiff(new ByteArrayReader(encoded, start), new ExifTagHandler(metadata), 0);
        } catch (TiffProcessingException | IOException | RuntimeException e) {
            // Damaged tags end in exceptions of many kinds; what was read before them counts.
            return metadata;
        }
        return metadata;
    }

    private static Map<String, String> texts(Metadata metadata) {
        Map<String, String> texts = new LinkedHashMap<>();
        int characters = 0;
        for (Directory directory : metadata.getDirectories()) {
            String prefix = PREFIXES.getOrDefault(directory.getClass(), "");
            for (Tag tag : directory.getTags()) {
                if (prefix.isEmpty() || !tag.hasTagName()) {
                    continue;
                }
                String text = ExifText.of(directory.getObject(tag.getTagType()));
                if (text.isEmpty()) {
                    continue;
                }
                String name = prefix + NAMES.getOrDefault(tag.getTagType(), standardName(tag.getTagName()));
                characters += name.length() + text.length();
                if (characters > MOST_CHARACTERS) {
                    return Collections.unmodifiableMap(texts);
                }
                texts.putIfAbsent(name, text);
            }
        }
        return Collections.unmodifiableMap(texts);
    }

    private static String standardName(String name) {
        // exifread shortens this one.
        return name.equals("GPS Date Stamp") ? "GPSDate" : name.replaceAll("[^A-Za-z0-9]", "");
    }
}
