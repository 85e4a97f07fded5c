"""Script: Traditional and Japanese characters read as Simplified ones, one for one.

Labels, surnames and the ends of outlets' names are known in Simplified alone; a name is
always cut from the text as it was written, so positions must not move.
"""

import re

_WRITTEN = (
    "萬業東嚴個豐爲為烏樂喬習書買於雲產從們價衆眾會傳體餘黨關內寫軍農馮鳳劃劉創別劇辦勞華單盧衛厲"
    "參發臺葉號呂吳員國圖場聲頭婁孫學寧實審宮對導壽爾堯嶽鞏帥師並廣莊應龐張強懷總戶執報據攝數時雜"
    "權條來楊極標欄樣欒歐畢匯湯濟塗溫遊滿點獨電畫監蓋竇筆籌簡紅約紀線綫組終經繪給絡統績續綜編繆網羅"
    "聶職聯騰蒼蘇荊榮獲蕭蔣藍藺見觀視觸讓訊記講許論設證評譯話詢該詳說請諸調談謝譚貝貢財責費賀賈資賴"
    "趙車轉載輯邊這連遲選鄧鄺鄔郵鄒鬱鄭鈦鍾鐘錢長門閆問間閔聞閱閻闞陽陰際陸陳險韋韓頁項順顧頻題顏饒馬"
    "駐駱驗魚魯鮑鯨鳥黃齊龍龔龜図経済産読売覧説総駅黙竜沢浜辺斉広桜関鉄豊塩週訪採製團務戰與後將綠創"
)
_READ = (
    "万业东严个丰为为乌乐乔习书买于云产从们价众众会传体余党关内写军农冯凤划刘创别剧办劳华单卢卫厉"
    "参发台叶号吕吴员国图场声头娄孙学宁实审宫对导寿尔尧岳巩帅师并广庄应庞张强怀总户执报据摄数时杂"
    "权条来杨极标栏样栾欧毕汇汤济涂温游满点独电画监盖窦笔筹简红约纪线线组终经绘给络统绩续综编缪网罗"
    "聂职联腾苍苏荆荣获萧蒋蓝蔺见观视触让讯记讲许论设证评译话询该详说请诸调谈谢谭贝贡财责费贺贾资赖"
    "赵车转载辑边这连迟选邓邝邬邮邹郁郑钛钟钟钱长门闫问间闵闻阅阎阚阳阴际陆陈险韦韩页项顺顾频题颜饶马"
    "驻骆验鱼鲁鲍鲸鸟黄齐龙龚龟图经济产读卖览说总驿默龙泽滨边齐广樱关铁丰盐周访采制团务战与后将绿创"
)
_SIMPLER = str.maketrans(_WRITTEN, _READ)
_OTHER = re.compile(f"[{_WRITTEN}]")


def simplified(text: str) -> str:
    """`text` of the same length, its characters those that labels are known in."""
    return text.translate(_SIMPLER) if _OTHER.search(text) else text
