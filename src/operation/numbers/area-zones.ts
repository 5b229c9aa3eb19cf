/**
 * Where the beginning of a national number gives the zone, in countries of several zones: by country (ISO 3166), then by
 * zone or zones (IANA names, a blank between them), the beginnings; the longest that fits counts. What is not listed,
 * mobile numbers of most countries among it, may be anywhere in its country. An area that lies in two zones has both.
 *
 * Made by hand from general knowledge of each country's numbering plan, and compared with the time zones that Google's
 * libphonenumber gives for area codes. Zones of the same clock are named by one of them.
 */
export const areaZones: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: {
    "America/New_York": `
      201 202 203 207 212 215 216 220 223 227 229 231 234 239 240 248 252 260 267 269 272 276 283 301 302 304 305 313
      315 317 321 324 326 329 330 332 336 339 347 351 352 363 380 386 401 404 407 410 412 413 419 434 440 443 445 463
      470 472 475 478 484 502 508 513 516 517 518 540 551 561 567 570 571 582 585 586 603 607 609 610 614 616 617 631
      640 645 646 656 667 678 680 681 686 689 703 704 706 716 717 718 724 727 728 732 734 740 743 754 757 762 765 770
      771 772 774 781 786 802 803 804 810 813 814 821 826 828 835 838 839 843 845 848 854 856 857 859 860 862 863 864
      865 878 904 908 910 912 914 917 919 929 934 937 941 943 947 948 954 959 973 978 980 984 989`,
    "America/Chicago": `
      205 210 214 217 218 224 225 228 235 251 254 256 262 274 281 309 312 314 316 318 319 320 325 331 334 337 346 353
      361 402 405 409 414 417 430 447 464 469 479 501 504 507 512 515 531 534 539 557 563 572 573 580 601 608 612 615
      618 629 630 636 641 651 659 660 662 682 708 712 713 715 726 730 731 737 763 769 773 779 806 815 816 817 830 832
      847 870 872 901 903 913 918 920 931 936 938 940 945 952 956 972 975 979 985`,
    "America/Denver": "303 307 385 406 435 505 575 719 720 748 801 970 983",
    "America/Los_Angeles": `
      206 209 213 253 279 310 323 341 350 360 369 408 415 424 425 442 503 509 510 530 559 562 564 619 626 628 650 657
      661 669 702 707 714 725 738 747 760 805 818 820 831 840 858 909 916 925 949 951 971`,
    "America/Phoenix": "480 520 602 623",
    "America/Denver America/Phoenix": "928",
    "America/New_York America/Chicago": "219 270 364 423 448 574 606 812 850 906 930",
    "America/Chicago America/Denver": "308 432 605 620 701 785 915",
    "America/Denver America/Los_Angeles": "208 458 541 775 986",
    "America/Anchorage America/Adak": "907",
    "Pacific/Honolulu": "808",
  },
  CA: {
    "America/St_Johns America/Halifax": "709 879",
    "America/Halifax": "428 506 782 902",
    "America/Halifax America/Blanc-Sablon America/Toronto": "367 418 581",
    "America/Toronto": `
      226 249 289 343 354 365 382 416 437 438 450 468 514 519 548 579 613 647 683 705 742 753 819 873 905 942`,
    "America/Toronto America/Coral_Harbour America/Winnipeg": "807",
    "America/Winnipeg": "204 431 584",
    "America/Regina America/Edmonton": "306 474 639",
    "America/Edmonton": "368 403 587 780 825",
    "America/Vancouver America/Edmonton America/Fort_Nelson": "236 250 257 672 778",
    "America/Vancouver": "604",
  },
  MX: {
    "America/Mexico_City": `
      2 3 4 5 7 8 9 614 618 621 625 627 628 629 635 639 648 649 652 671 674 675 676 677`,
    "America/Mazatlan": `
      311 319 323 324 325 327 389 612 613 615 624 667 668 669 672 673 687 694 695 696 697 698`,
    "America/Hermosillo": "622 623 631 632 633 634 637 638 641 642 643 644 645 647 651 653 662",
    "America/Tijuana": "616 646 658 661 663 664 665 686",
    "America/Ciudad_Juarez": "656",
    "America/Mexico_City America/Ciudad_Juarez": "636",
    "America/Mexico_City America/Ojinaga": "626",
    "America/Matamoros": "867 868 877 878 891 894 897 899",
    "America/Mexico_City America/Matamoros": "862 873 892",
    "America/Cancun": "983 984 987 998",
  },
  BR: {
    "America/Sao_Paulo": "1 2 3 4 5 61 62 63 64 7 8 91 93 94 96 98 99",
    "America/Sao_Paulo America/Noronha": "81",
    "America/Manaus": "65 66 67 69 92 95",
    "America/Manaus America/Rio_Branco": "97",
    "America/Rio_Branco": "68",
  },
  CL: {
    "America/Santiago": "2 33 34 35 4 5 63 64 65 7",
    "America/Santiago Pacific/Easter": "32",
    "America/Punta_Arenas": "61",
    "America/Coyhaique": "67",
  },
  ES: { "Europe/Madrid": "8 9", "Atlantic/Canary": "822 828 922 928" },
  PT: { "Europe/Lisbon": "2", "Atlantic/Madeira": "291", "Atlantic/Azores": "292 295 296" },
  EC: { "America/Guayaquil": "2 3 4 6 7", "America/Guayaquil Pacific/Galapagos": "5" },
  AU: {
    "Australia/Sydney": "2",
    "Australia/Sydney Australia/Lord_Howe": "26563",
    "Australia/Melbourne": "3",
    "Australia/Brisbane": "7",
    "Australia/Brisbane Australia/Sydney": "755",
    "Australia/Adelaide": "87 88",
    "Australia/Darwin": "879 889",
    "Australia/Perth": "86 89",
    "Australia/Perth Australia/Eucla": "89039",
  },
  NZ: { "Pacific/Auckland": "4 6 7 9", "Pacific/Auckland Pacific/Chatham": "3" },
  ID: {
    "Asia/Jakarta": "2 31 32 33 34 35 513 519 522 525 528 531 532 536 537 538 56 6 7",
    "Asia/Makassar": "36 37 38 4 511 512 517 518 526 527 54 55",
  },
  RU: {
    "Europe/Kaliningrad": "401",
    "Europe/Moscow": `
      47 48 49 811 812 813 814 815 816 817 818 820 821 831 833 834 835 836 841 843 844 847 855 86 87`,
    "Europe/Samara": "341 842 845 846 848 851",
    "Asia/Yekaterinburg": "342 343 345 346 347 349 351 352 353",
    "Asia/Omsk": "381",
    "Asia/Krasnoyarsk": "382 383 384 385 388 390 391 394",
    "Asia/Irkutsk": "301 395",
    "Asia/Yakutsk": "302 416",
    "Asia/Yakutsk Asia/Vladivostok Asia/Srednekolymsk": "411",
    "Asia/Vladivostok": "421 423 426",
    "Asia/Magadan": "413 424",
    "Asia/Kamchatka": "415 427",
  },
};
