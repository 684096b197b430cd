package io.github.azuremonitor.appender.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StructureTest {
    @Test
    void aMapOrListIsCopiedBeforeAnybodyChangesIt() {
        var inner = new ArrayList<Object>(List.of(1L));
        var outer = new HashMap<String, Object>();
        outer.put("list", inner);
        outer.put("counter", new AtomicLong(5));
        var copy = (Structure) Values.settled(outer);
        inner.add(2L);
        outer.clear();

        assertThat(Structures.shown(copy)).isEqualTo(Map.of("list", List.of(1L), "counter", 5L));
    }

    @Test
    void arraysAndNullsAreCopiedToo() {
        assertThat(Structures.shown(Values.settled(new int[] {1, 2}))).isEqualTo(List.of(1, 2));
        assertThat(Structures.shown(Values.settled(new Object[] {"a", null}))).isEqualTo(Arrays.asList("a", null));
        var nulls = new HashMap<String, Object>();
        nulls.put(null, null);
        assertThat(Structures.shown(Values.settled(nulls)).toString()).isEqualTo("{null=null}");
    }

    @Test
    void whatHoldsItselfEnds() {
        var list = new ArrayList<Object>();
        list.add(list);
        assertThat(Structures.shown(Values.settled(list))).isEqualTo(List.of("[holds itself]"));
        var map = new HashMap<String, Object>();
        map.put("list", List.of(map));
        assertThat(Structures.shown(Values.settled(map))).isEqualTo(Map.of("list", List.of("[holds itself]")));
    }

    @Test
    void theSameListTwiceIsNoCircle() {
        var list = List.of(1);
        assertThat(Structures.shown(Values.settled(List.of(list, list)))).isEqualTo(List.of(List.of(1), List.of(1)));
    }

    @Test
    void whatIsTooDeepEnds() {
        List<Object> deep = List.of("bottom");
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }
        assertThat(Structures.shown(Values.settled(deep)).toString()).isEqualTo("[[[[[[[[[too deep]]]]]]]]]");
    }

    @Test
    void whatNeverEndsIsCutAndSaysSo() {
        var endless = new AbstractList<String>() {
            @Override
            public String get(int index) {
                return "";
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }
        };
        var copy = (Structure) Values.settled(endless);
        assertThat(copy.size()).isBetween(100, 10_000);
        assertThat(copy.value(copy.size() - 1)).asString().endsWith(" left out]");

        var large = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 10_000; i++) {
            large.put("key" + i, i);
        }
        copy = (Structure) Values.settled(large);
        assertThat(copy.name(copy.size() - 1)).isEqualTo("_leftOut");
        assertThat(copy.value(copy.size() - 1)).isEqualTo(10_000L - copy.size() + 1);
        assertThat(Values.chars(copy)).isBetween(16 * 1024 - 100, 16 * 1024 + 100);
    }

    @Test
    void aTextThatIsTooLongLeavesRoomForTheOthers() {
        assertThat(Structures.shown(Values.settled(List.of("x".repeat(60_000), "y"))))
                .isEqualTo(List.of("[left out: 60000 characters]", "y"));
    }

    @Test
    void whatThrowsWhileItIsReadKeepsWhatWasRead() {
        var list = new AbstractList<Object>() {
            @Override
            public Object get(int index) {
                if (index == 1) {
                    throw new IllegalStateException("no");
                }
                return "first";
            }

            @Override
            public int size() {
                return 3;
            }
        };
        assertThat(Structures.shown(Values.settled(list)))
                .isEqualTo(List.of("first", "[reading on threw java.lang.IllegalStateException]"));
        var map = new AbstractMap<String, Object>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("no");
            }
        };
        assertThat(Structures.shown(Values.settled(map)))
                .isEqualTo(Map.of("_threw", "java.lang.IllegalStateException"));
    }

    @Test
    void aPathIsTextThoughItHoldsPaths() {
        assertThat(Values.settled(java.nio.file.Path.of("a", "b"))).isInstanceOf(String.class);
    }

    @Test
    void equalContentIsEqual() {
        Object one = Values.settled(List.of(1, Map.of("a", 2)));
        assertThat(one).isEqualTo(Values.settled(List.of(1, Map.of("a", 2)))).hasSameHashCodeAs(one);
        assertThat(one).isNotEqualTo(Values.settled(List.of(1, Map.of("a", 3))));
    }
}
