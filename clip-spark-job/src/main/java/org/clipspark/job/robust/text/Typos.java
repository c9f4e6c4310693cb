package org.clipspark.job.robust.text;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Slips of the keyboard within words. */
final class Typos {
    private static final int LEAST_LETTERS = 4;
    private static final List<String> KEYS = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm");

    private enum Slip {
        NEIGHBOUR,
        SWAP,
        DROP,
        REPEAT
    }

    private Typos() {}

    /** A slip in a share of the words that are long enough. */
    static String in(Words text, double share, SplittableRandom random) {
        List<String> words = new ArrayList<>(text.words());
        List<Integer> eligible = IntStream.range(0, words.size())
                .filter(i -> letters(words.get(i)).size() >= LEAST_LETTERS)
                .boxed()
                .toList();
        for (int i : Words.chosen(eligible, share, random)) {
            words.set(i, slipped(words.get(i), random));
        }
        return text.with(words);
    }

    /** Places of the letters among the characters of a word. */
    private static List<Integer> letters(String word) {
        List<String> characters = Words.characters(word);
        return IntStream.range(0, characters.size())
                .filter(i -> Character.isLetter(characters.get(i).codePointAt(0)))
                .boxed()
                .toList();
    }

    private static String slipped(String word, SplittableRandom random) {
        List<String> characters = new ArrayList<>(Words.characters(word));
        List<Integer> letters = letters(word);
        int inner = random.nextInt(1, letters.size() - 1);
        int place = letters.get(inner);
        String letter = characters.get(place);
        int next = letters.get(Math.min(inner + 1, letters.size() - 2));
        String neighbour = neighbour(letter, random);
        Slip slip = Slip.values()[random.nextInt(Slip.values().length)];
        if (slip == Slip.NEIGHBOUR && !neighbour.equals(letter)) {
            characters.set(place, neighbour);
        } else if (slip == Slip.SWAP && !characters.get(next).equals(letter)) {
            characters.set(place, characters.get(next));
            characters.set(next, letter);
        } else if (slip == Slip.DROP) {
            characters.remove(place);
        } else {
            characters.add(place, letter);
        }
        return String.join("", characters);
    }

    /** A letter whose key is beside that of the given one, in the same case; the letter itself if its key is unknown. */
    static String neighbour(String letter, SplittableRandom random) {
        for (String row : KEYS) {
            int place = letter.length() == 1 ? row.indexOf(Character.toLowerCase(letter.charAt(0))) : -1;
            if (place >= 0) {
                int beside = place == 0 ? 1 : place == row.length() - 1 || random.nextBoolean() ? place - 1 : place + 1;
                char key = row.charAt(beside);
                return String.valueOf(Character.isUpperCase(letter.charAt(0)) ? Character.toUpperCase(key) : key);
            }
        }
        return letter;
    }
}
