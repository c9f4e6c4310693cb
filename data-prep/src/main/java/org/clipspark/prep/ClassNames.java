package org.clipspark.prep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipspark.prep.shard.PairText;

/** Numbers of the classes: the sources' own, or, where no source has any, the order of the sorted names. */
final class ClassNames implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> byLabel;
    private final TreeMap<String, Integer> labels = new TreeMap<>();

    private ClassNames(List<String> byLabel) {
        this.byLabel = new ArrayList<>(byLabel);
        for (int label = 0; label < byLabel.size(); label++) {
            if (!byLabel.get(label).isEmpty()) {
                labels.putIfAbsent(byLabel.get(label), label);
            }
        }
    }

    /**
     * Settles the classes of all rows.
     *
     * @throws PrepException if a label has two names, or a name has no label where others have one
     */
    static ClassNames of(Funnel funnel) {
        if (funnel.namesByLabel().isEmpty()) {
            return new ClassNames(List.copyOf(funnel.namesWithoutLabel()));
        }
        int count = funnel.namesByLabel().lastKey() + 1;
        List<String> names = new ArrayList<>(Collections.nCopies(count, ""));
        for (Map.Entry<Integer, NavigableSet<String>> entry :
                funnel.namesByLabel().entrySet()) {
            if (entry.getValue().size() > 1) {
                throw new PrepException("Class " + entry.getKey() + " has several names: "
                        + String.join(", ", new ArrayList<>(entry.getValue()).subList(0, 2))
                        + "; every label must have one name in all sources");
            }
            names.set(entry.getKey(), entry.getValue().first());
        }
        NavigableSet<String> unnumbered = new TreeSet<>(funnel.namesWithoutLabel());
        names.forEach(unnumbered::remove);
        if (!unnumbered.isEmpty()) {
            throw new PrepException("Class '" + unnumbered.first()
                    + "' has no label while other classes have one: give every class of every source a label, or none");
        }
        return new ClassNames(names);
    }

    List<String> byLabel() {
        return List.copyOf(byLabel);
    }

    /** The text with the number that belongs to its class, where it has a class and no number. */
    PairText numbered(PairText text) {
        boolean isNumbered =
                text.label() != PairText.NO_LABEL || text.className().isEmpty();
        return isNumbered ? text : text.withLabel(labels.getOrDefault(text.className(), PairText.NO_LABEL));
    }
}
