package org.clipspark.job.robust.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Section {@code baseline}: for each shift without a published line, one is fitted to the cards of other models.
 *
 * @param cards files of cards of the same data sets
 * @param alsoClean names of shifts that count as further clean data sets, for models that learnt from different data; may be
 *     empty
 */
public record BaselineSettings(List<String> cards, List<String> alsoClean) {
    /** Copies the lists and checks the values. */
    public BaselineSettings {
        cards = List.copyOf(cards);
        alsoClean = List.copyOf(alsoClean);
        RobustnessSettings.checkOnce("baseline.cards", cards);
        RobustnessSettings.checkOnce("baseline.alsoClean", alsoClean);
        int fewest = alsoClean.size() + 3;
        if (cards.size() < fewest) {
            throw new IllegalArgumentException(
                    "baseline.cards needs at least " + fewest + " cards to fit a line to, got " + cards.size());
        }
    }

    void checkKnown(List<ShiftSettings> shifts) {
        Set<String> names = new HashSet<>();
        shifts.forEach(shift -> names.add(shift.name()));
        for (String name : alsoClean) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "baseline.alsoClean names '" + name + "', which is not among shifts: " + names);
            }
        }
    }
}
