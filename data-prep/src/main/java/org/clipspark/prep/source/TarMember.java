package org.clipspark.prep.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a member's name says: {@code dir/000001.jpg} belongs to the sample {@code dir/000001} and is its image.
 *
 * @param key the path up to the first dot of the file's name
 * @param kind what it holds
 */
record TarMember(String key, Kind kind) {
    private static final List<String> IMAGES = List.of("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff");

    enum Kind {
        IMAGE,
        TEXT,
        METADATA,
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
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.of(new TarMember(path.substring(0, dot), kind(ending)));
    }

    private static Kind kind(String ending) {
        if (IMAGES.contains(ending)) {
            return Kind.IMAGE;
        }
        return switch (ending) {
            case "txt" -> Kind.TEXT;
            case "json" -> Kind.METADATA;
            default -> Kind.OTHER;
        };
    }

    /** Whether unpacking a member of this name would write outside the folder. */
    static boolean isUnsafe(String name) {
        return name.startsWith("/") || List.of(name.split("/", -1)).contains("..");
    }
}
