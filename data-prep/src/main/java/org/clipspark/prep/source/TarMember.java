package org.clipspark.prep.source;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a member's name says: {@code dir/000001.jpg} belongs to the sample {@code dir/000001} and is its image.
 *
 * @param key the path up to the first dot of the file's name
 * @param kind what it holds
 * @param isPacked whether it is compressed by gzip, as in {@code 000001.txt.gz}
 */
record TarMember(String key, Kind kind, boolean isPacked) {
    private static final List<String> IMAGES = List.of("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff");
    private static final String PACKED = ".gz";
    /** Limits of the usual file systems. */
    private static final int LONGEST_NAME_BYTES = 255;

    private static final int LONGEST_PATH_BYTES = 4096;

    enum Kind {
        IMAGE,
        TEXT,
        METADATA,
        LABEL,
        OTHER
    }

    /** The member, or empty for names that belong to no sample: hidden files, notes such as {@code __meta__}. */
    static Optional<TarMember> of(String name) {
        String path = name.startsWith("./") ? name.substring(2) : name;
        int file = path.lastIndexOf('/') + 1;
        int dot = path.indexOf('.', file);
        if (dot <= file || path.startsWith("__", file)) {
            return Optional.empty();
        }
        String lower = path.toLowerCase(Locale.ROOT);
        boolean isPacked = lower.endsWith(PACKED) && lower.length() - PACKED.length() > dot;
        String plain = isPacked ? lower.substring(0, lower.length() - PACKED.length()) : lower;
        Kind kind = kind(plain.substring(plain.lastIndexOf('.') + 1));
        return Optional.of(new TarMember(path.substring(0, dot), kind, isPacked));
    }

    private static Kind kind(String ending) {
        if (IMAGES.contains(ending)) {
            return Kind.IMAGE;
        }
        return switch (ending) {
            case "txt" -> Kind.TEXT;
            case "json" -> Kind.METADATA;
            case "cls" -> Kind.LABEL;
            default -> Kind.OTHER;
        };
    }

    /** Why a member of this name could not be unpacked into a folder, in a few words, or empty. */
    static Optional<String> danger(String name) {
        if (name.startsWith("/") || name.matches("(?s)[A-Za-z]:[/\\\\].*")) {
            return Optional.of("outside its folder");
        }
        if (name.indexOf('\0') >= 0 || bytes(name) > LONGEST_PATH_BYTES) {
            return Optional.of("a name that no file can have");
        }
        for (String part : name.split("[/\\\\]", -1)) {
            if (part.equals("..")) {
                return Optional.of("outside its folder");
            }
            if (bytes(part) > LONGEST_NAME_BYTES) {
                return Optional.of("a name that no file can have");
            }
        }
        return Optional.empty();
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
