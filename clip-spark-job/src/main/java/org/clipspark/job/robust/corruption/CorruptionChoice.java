package org.clipspark.job.robust.corruption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.clipspark.image.corrupt.Corruption;

/** Finds corruptions by name. */
public final class CorruptionChoice {
    /** Stands for the fifteen of the benchmark. */
    public static final String ALL = "all";
    /** Stands for the four that the benchmark leaves out. */
    public static final String EXTRA = "extra";

    private CorruptionChoice() {}

    /**
     * The corruptions of some names and classes.
     *
     * @param names of corruptions, or {@link #ALL} or {@link #EXTRA}
     * @param plugins names of classes, see {@link ImageCorruption}
     * @return each once, those of the names first
     * @throws IllegalArgumentException if a name is unknown, or a class is none of a corruption or has a name that is taken
     */
    public static List<ImageCorruption> of(List<String> names, List<String> plugins) {
        Set<Corruption> published = new LinkedHashSet<>();
        names.forEach(name -> published.addAll(named(name)));
        List<ImageCorruption> corruptions = new ArrayList<>();
        published.forEach(kind -> corruptions.add(new PublishedCorruption(kind)));
        Set<String> taken = new HashSet<>();
        Stream.of(Corruption.values()).forEach(kind -> taken.add(kind.label()));
        for (String plugin : plugins) {
            ImageCorruption own = PlugIns.load(plugin);
            if (!taken.add(own.name())) {
                throw new IllegalArgumentException(
                        "Plug-in " + plugin + " is named '" + own.name() + "' as another corruption is");
            }
            corruptions.add(own);
        }
        return corruptions;
    }

    /** The one corruption of a name, published or among the plug-ins. */
    public static ImageCorruption named(String name, List<String> plugins) {
        return of(List.of(), plugins).stream()
                .filter(own -> own.name().equals(name))
                .findFirst()
                .orElseGet(() -> new PublishedCorruption(Corruption.named(name)));
    }

    private static List<Corruption> named(String name) {
        return switch (name) {
            case ALL ->
                Arrays.stream(Corruption.values())
                        .filter(kind -> !kind.isExtra())
                        .toList();
            case EXTRA ->
                Arrays.stream(Corruption.values()).filter(Corruption::isExtra).toList();
            default -> List.of(Corruption.named(name));
        };
    }
}
