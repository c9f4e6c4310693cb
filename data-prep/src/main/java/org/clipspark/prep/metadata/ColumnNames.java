package org.clipspark.prep.metadata;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Which columns of a file mean what: those that a config names, else those of a preset, else those with usual names.
 *
 * @param configured names by role as a config spells them; an empty name stands for no column
 * @param preset name of a preset, or the empty string
 * @param carrier what the metadata stands in
 */
public record ColumnNames(Map<ColumnRole, String> configured, String preset, Carrier carrier) implements Serializable {
    /** What metadata stands in. */
    public enum Carrier {
        /** Columns beside one that may hold images, as a downloader writes them. */
        COLUMNS,
        /** Text that has the paths of images at most. */
        TEXT,
        /** A file of its own beside each image, as a downloader writes it. */
        SIDE_FILE
    }

    private static final List<String> PATHS =
            List.of("image", "path", "image_path", "file", "file_name", "filename", "filepath");

    /** Copies; checks the preset. */
    public ColumnNames {
        configured = new LinkedHashMap<>(configured);
        if (!preset.isEmpty()) {
            Preset.named(preset);
        }
    }

    /**
     * Names as a config has them.
     *
     * @param columns role to name
     * @throws IllegalArgumentException if a role or the preset is unknown; the message lists what there is
     */
    public static ColumnNames of(Map<String, String> columns, Optional<String> preset, Carrier carrier) {
        return new ColumnNames(byRole(columns), preset.orElse(""), carrier);
    }

    private static Map<ColumnRole, String> byRole(Map<String, String> columns) {
        Map<ColumnRole, String> roles = new EnumMap<>(ColumnRole.class);
        columns.forEach((role, name) -> roles.put(ColumnRole.named(role), name));
        return roles;
    }

    /** The columns that are there, by role. */
    public Map<ColumnRole, String> among(List<String> columns) {
        Map<ColumnRole, String> found = new EnumMap<>(ColumnRole.class);
        for (ColumnRole role : ColumnRole.values()) {
            find(names(role), columns).ifPresent(column -> found.put(role, column));
        }
        // An image beside a digest is mostly one that was resized after the digest had been taken.
        boolean isBesideImage =
                carrier == Carrier.SIDE_FILE || (carrier == Carrier.COLUMNS && found.containsKey(ColumnRole.IMAGE));
        if (isBesideImage && !configured.containsKey(ColumnRole.HASH)) {
            found.remove(ColumnRole.HASH);
        }
        return found;
    }

    /** What a file must have and has not, in one line without its columns, or empty. */
    public Optional<String> missing(List<String> columns) {
        for (Map.Entry<ColumnRole, String> named : configured.entrySet()) {
            if (!named.getValue().isEmpty()
                    && find(List.of(named.getValue()), columns).isEmpty()) {
                return Optional.of("no column '" + named.getValue() + "' (source.columns."
                        + named.getKey().spelled() + ")");
            }
        }
        if (preset.isEmpty()) {
            return Optional.empty();
        }
        for (ColumnRole role : List.of(ColumnRole.URL, ColumnRole.CAPTION)) {
            boolean isReplaced = configured.containsKey(role)
                    || (role == ColumnRole.URL && among(columns).containsKey(ColumnRole.IMAGE));
            if (!isReplaced && find(names(role), columns).isEmpty()) {
                return Optional.of("no column '" + names(role).get(0) + "' (source.preset " + preset + ")");
            }
        }
        return Optional.empty();
    }

    /** Roles of the columns of a file without a header, as the preset has them; empty without such a preset. */
    public List<ColumnRole> positions() {
        return preset.isEmpty() ? List.of() : Preset.named(preset).positions();
    }

    private List<String> names(ColumnRole role) {
        String name = configured.get(role);
        if (name != null) {
            return name.isEmpty() ? List.of() : List.of(name);
        }
        return usual(role);
    }

    /** Names that are recognised without being configured. */
    public List<String> usual(ColumnRole role) {
        if (role == ColumnRole.IMAGE) {
            return carrier == Carrier.COLUMNS ? ShardSchema.IMAGE_COLUMNS : PATHS;
        }
        if (!preset.isEmpty()) {
            return Preset.named(preset).names().getOrDefault(role, List.of());
        }
        // In other text than a downloader's, a status may be that of anything.
        boolean isAmbiguous =
                carrier == Carrier.TEXT && (role == ColumnRole.STATUS || role == ColumnRole.ERROR_MESSAGE);
        return isAmbiguous ? List.of() : role.usual();
    }

    /** The first name that is there; in other case only where no two columns differ in nothing else. */
    private static Optional<String> find(List<String> names, List<String> columns) {
        for (String name : names) {
            if (columns.contains(name)) {
                return Optional.of(name);
            }
        }
        for (String name : names) {
            List<String> similar =
                    columns.stream().filter(name::equalsIgnoreCase).toList();
            if (similar.size() == 1) {
                return Optional.of(similar.get(0));
            }
        }
        return Optional.empty();
    }
}
